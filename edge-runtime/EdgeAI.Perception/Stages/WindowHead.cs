using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Sanity;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// A model over a sliding window of readings as a stage uses it: collects, checks what it is fed, decides every few readings and calls an alarm
/// from the probability that the model's input.json states.
/// </summary>
internal sealed class WindowHead
{
    private const string OutputName = "state";
    private const double LongestGapPeriods = 2.5;

    private readonly ModelHead _head;
    private readonly ReadingWindow _window;
    private readonly ChannelWatch? _watch;
    private readonly int _stride;
    private int _sinceDecision;
    private FrameFlags _suspicion;
    private FrameFlags _stuck;

    /// <summary>Takes a model of [1, readings, values].</summary>
    /// <param name="slot">Where the model stands.</param>
    /// <param name="stride">Readings from one decision to the next, 1 or more.</param>
    /// <exception cref="ArgumentException">The model takes another shape, has no output "state", or its input.json states no period.</exception>
    public WindowHead(ModelSlot slot, int stride)
    {
        ArgumentNullException.ThrowIfNull(slot);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        int[] shape = [.. slot.Current.Session.Inputs[0].Shape];
        if (shape.Length != 3)
        {
            throw new ArgumentException($"model {slot.Current.Card.Name} takes [{string.Join(", ", shape)}], and a window is [1, readings, values]: use another model", nameof(slot));
        }

        if (slot.Current.Statistics is not { PeriodNanoseconds: { } period } statistics)
        {
            throw new ArgumentException($"model {slot.Current.Card.Name} has no {InputStatistics.FileName} that states periodMilliseconds: train it again", nameof(slot));
        }

        _head = new ModelHead(slot, OutputName, shape);
        _stride = stride;
        Channels = shape[2];
        _window = new ReadingWindow(shape[1], Channels, (long)(period * LongestGapPeriods));
        _watch = statistics.IsRestless ? new ChannelWatch(Channels) : null;
        _sinceDecision = stride;
    }

    /// <summary>Values of a reading.</summary>
    public int Channels { get; }

    /// <summary>What each class of a decision is called.</summary>
    public IReadOnlyList<string> Labels => _head.Labels;

    /// <summary>Makes room for a reading; the row is to be filled before <see cref="Decide"/>.</summary>
    public Span<float> Add<T>(in Sample<T> sample, out bool isBroken)
        where T : Message
    {
        Span<float> row = _window.Add(sample, out isBroken);
        _sinceDecision = isBroken ? _stride : _sinceDecision;
        return row;
    }

    /// <summary>Decides on the window that the latest reading completed, if it is one and its turn has come.</summary>
    /// <param name="row">The latest reading's row, filled.</param>
    /// <param name="isBroken">Whether it gave up a window that had begun.</param>
    /// <param name="decision">Filled when the outcome is <see cref="StageOutcome.Decided"/>.</param>
    /// <param name="oldestInput">The instant of the oldest reading that the window rests on.</param>
    public StageOutcome Decide(ReadOnlySpan<float> row, bool isBroken, Classification decision, out long oldestInput)
    {
        _stuck = _watch?.Take(row) ?? FrameFlags.None;
        oldestInput = _window.Oldest;
        if (!_window.IsFull)
        {
            return isBroken ? StageOutcome.Unusable : StageOutcome.NeedsMore;
        }

        if (++_sinceDecision < _stride)
        {
            return StageOutcome.NeedsMore;
        }

        _sinceDecision = 0;
        Span<float> tensor = _head.Begin();
        _window.CopyTo(tensor);
        _suspicion = _stuck | (_head.Statistics?.Judge(tensor) ?? FrameFlags.None);
        if (!_head.TryDecide(decision))
        {
            return StageOutcome.Unusable;
        }

        if (_head.Statistics?.AlarmAt is { } level)
        {
            decision.ClassIndex = AlarmOf(decision, level);
        }

        return StageOutcome.Decided;
    }

    /// <summary>Widens the answer just given by what its window rests on, and by why it is suspect.</summary>
    public void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags)
    {
        _window.Widen(ref uncertaintyNanoseconds, ref flags);
        flags |= _suspicion;
    }

    /// <summary>The most probable class beside the first where it reaches the level, otherwise the first.</summary>
    private static int AlarmOf(Classification decision, float level)
    {
        int best = 1;
        for (int index = 2; index < decision.ClassCount; index++)
        {
            best = decision.Probabilities[index] > decision.Probabilities[best] ? index : best;
        }

        return decision.ClassCount > 1 && decision.Probabilities[best] >= level * ushort.MaxValue ? best : 0;
    }
}
