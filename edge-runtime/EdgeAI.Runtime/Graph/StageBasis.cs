using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// What one input brings to a stage's next answer. It stands until the input's next sample after that answer: a stage that rests on the
/// latest of a slow input rests on it again.
/// </summary>
internal sealed class StageBasis
{
    private bool _answered = true;

    /// <summary>The widest uncertainty, nanoseconds.</summary>
    public long Uncertainty { get; private set; }

    /// <summary>Every flag.</summary>
    public FrameFlags Flags { get; private set; }

    /// <summary>The longest span of a sample: how much older than its stamp the oldest reading is that it rests on, nanoseconds.</summary>
    public long Span { get; private set; }

    /// <summary>Counts one sample in.</summary>
    public void Take(in Stamp stamp, FrameFlags flags, long span)
    {
        if (_answered)
        {
            _answered = false;
            Uncertainty = stamp.UncertaintyNanoseconds;
            Flags = flags;
            Span = span;
            return;
        }

        Uncertainty = Math.Max(Uncertainty, stamp.UncertaintyNanoseconds);
        Flags |= flags;
        Span = Math.Max(Span, span);
    }

    /// <summary>The next sample begins anew.</summary>
    public void BeginNext() => _answered = true;
}
