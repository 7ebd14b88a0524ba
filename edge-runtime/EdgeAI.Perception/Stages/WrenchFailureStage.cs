using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;
using EdgeAI.Perception.Windows;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Collects 15 readings of a wrist's wrench and says what went wrong in one of the robot's activities; then the window is
/// empty again. A hole in the sequence, a gap in time, time that does not advance or another stream ends a window that is
/// not full: that reading is <see cref="StageOutcome.Unusable"/>, one for each window given up, and the first of the next
/// window. Nothing is padded or interpolated.
/// A reading that is not in raw counts is unusable and taken into no window.
/// </summary>
public sealed class WrenchFailureStage : IStage<WrenchStamped, Classification>
{
    /// <summary>Readings in a window.</summary>
    public const int WindowLength = 15;

    private const int Axes = 6;

    private readonly ModelHead _head;
    private readonly SeriesWindow _window;
    private FrameFlags _suspicion;

    /// <summary>Makes the stage for one activity. Several stages may share a model on one thread.</summary>
    /// <param name="model">The open model.</param>
    /// <param name="activity">The head's name, such as approach-to-grasp.</param>
    /// <param name="options">When readings make a window.</param>
    /// <exception cref="ArgumentException">The model takes another shape or has no such head.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public WrenchFailureStage(Model model, string activity, WrenchFailureOptions options)
        : this(new ModelSlot(model), activity, options)
    {
    }

    /// <summary>Makes the stage for one activity over whatever model stands in a slot. Several stages may share a slot on one thread.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="activity">The head's name, such as approach-to-grasp.</param>
    /// <param name="options">When readings make a window.</param>
    /// <exception cref="ArgumentException">The model takes another shape or has no such head.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public WrenchFailureStage(ModelSlot slot, string activity, WrenchFailureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SamplePeriodNanoseconds);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestGapPeriods, 1.0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LongestGapPeriods, 100.0);
        _head = new ModelHead(slot, activity, 1, WindowLength, Axes);
        _window = new SeriesWindow(new SeriesWindowOptions
        {
            Length = WindowLength,
            Channels = Axes,
            Hop = WindowLength,
            LongestGapNanoseconds = (long)(options.SamplePeriodNanoseconds * options.LongestGapPeriods),
        });
    }

    /// <summary>What each class of a decision is called.</summary>
    public IReadOnlyList<string> Labels => _head.Labels;

    /// <summary>Readings in the window that is being collected, 0 to 14.</summary>
    public int Collected => _window.IsDue ? 0 : _window.Count;

    /// <inheritdoc/>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags)
    {
        _window.Widen(ref uncertaintyNanoseconds, ref flags);
        flags |= _suspicion;
    }

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<WrenchStamped> input, Classification decision, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(decision);
        WrenchStamped reading = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        if (!ReadingScale.IsRawCount(reading.ForceScale) || !ReadingScale.IsRawCount(reading.TorqueScale))
        {
            return StageOutcome.Unusable;
        }

        Span<float> row = _window.Add(input, out SeriesBreak broken);
        for (int axis = 0; axis < 3; axis++)
        {
            row[axis] = reading.Force[axis];
            row[axis + 3] = reading.Torque[axis];
        }

        oldestInput = _window.Oldest;
        if (!_window.IsDue)
        {
            return broken == SeriesBreak.None ? StageOutcome.NeedsMore : StageOutcome.Unusable;
        }

        Span<float> tensor = _head.Begin();
        _window.CopyTo(tensor);
        _suspicion = _head.Statistics?.Judge(tensor) ?? FrameFlags.None;
        decision.FrameId = reading.FrameId;
        return _head.TryDecide(decision) ? StageOutcome.Decided : StageOutcome.Unusable;
    }
}
