using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;
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
    private readonly long _longestGap;
    private readonly float[] _window = new float[WindowLength * Axes];
    private StreamId _source;
    private long _firstStamp;
    private long _lastStamp;
    private long _lastSequence;
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
        _longestGap = (long)(options.SamplePeriodNanoseconds * options.LongestGapPeriods);
    }

    /// <summary>What each class of a decision is called.</summary>
    public IReadOnlyList<string> Labels => _head.Labels;

    /// <summary>Readings in the window that is being collected, 0 to 14.</summary>
    public int Collected { get; private set; }

    /// <inheritdoc/>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags) => flags |= _suspicion;

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

        bool isBroken = Collected > 0 && !Continues(input);
        if (isBroken)
        {
            Collected = 0;
        }

        Take(input);
        oldestInput = _firstStamp;
        if (Collected < WindowLength)
        {
            return isBroken ? StageOutcome.Unusable : StageOutcome.NeedsMore;
        }

        Collected = 0;
        _window.CopyTo(_head.Begin());
        _suspicion = _head.Statistics?.Judge(_window) ?? FrameFlags.None;
        decision.FrameId = reading.FrameId;
        return _head.TryDecide(decision) ? StageOutcome.Decided : StageOutcome.Unusable;
    }

    private bool Continues(in Sample<WrenchStamped> input)
    {
        long gap = input.Stamp.Nanoseconds - _lastStamp;
        return input.Source == _source && input.Sequence == _lastSequence + 1 && gap > 0 && gap <= _longestGap;
    }

    private void Take(in Sample<WrenchStamped> input)
    {
        if (Collected == 0)
        {
            _firstStamp = input.Stamp.Nanoseconds;
            _source = input.Source;
        }

        _lastStamp = input.Stamp.Nanoseconds;
        _lastSequence = input.Sequence;
        Span<float> row = _window.AsSpan(Collected * Axes, Axes);
        for (int axis = 0; axis < 3; axis++)
        {
            row[axis] = input.Value.Force[axis];
            row[axis + 3] = input.Value.Torque[axis];
        }

        Collected++;
    }
}
