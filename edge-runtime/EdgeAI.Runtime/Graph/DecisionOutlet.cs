using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>Publishes the decisions of one stage as frames of board 0, in the same format that boards speak.</summary>
/// <param name="stream">The stage's stream number on board 0.</param>
/// <param name="boot">The robot's boot number.</param>
/// <param name="sink">Where the frames go.</param>
/// <param name="observers">Who watches the decisions.</param>
public sealed class DecisionOutlet(byte stream, ushort boot, IFrameSink sink, IDecisionObserver[] observers)
{
    private readonly FrameHeader _header = new() { Board = 0, Stream = stream, Boot = boot };
    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];

    /// <summary>The decisions' stream.</summary>
    public StreamId Stream { get; } = new(0, stream);

    /// <summary>Decisions that got a sequence number, withheld ones included.</summary>
    public long Produced => _header.Sequence;

    /// <summary>Decisions that the wire cannot carry: a defect of the stage. Their sequence numbers are used up.</summary>
    public long Unencodable { get; private set; }

    /// <summary>Sends one decision on.</summary>
    /// <param name="decision">The decision, stamped on the robot's timeline.</param>
    /// <param name="flags">What is true of the readings that it rests on.</param>
    public void Publish(Decision decision, FrameFlags flags)
    {
        ArgumentNullException.ThrowIfNull(decision);
        _header.Type = decision.Type;
        _header.Flags = flags;
        int length = FrameEncoder.Encode(_header, decision, _frame, 0, _frame.Length);
        _header.Sequence++;
        if (length == 0)
        {
            Unencodable++;
            return;
        }

        sink.Accept(Stream, decision.Stamp, _frame.AsSpan(0, length));
        foreach (IDecisionObserver observer in observers)
        {
            observer.Observe(Stream, decision);
        }
    }

    /// <summary>Uses up a sequence number for a decision that was withheld, so that the hole shows downstream.</summary>
    public void Withhold() => _header.Sequence++;
}
