using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>Publishes the answers of one stage as frames of board 0, in the same format that boards speak.</summary>
/// <param name="stream">The stage's stream number on board 0.</param>
/// <param name="boot">The robot's boot number.</param>
/// <param name="sink">Where the frames go; null for a stage whose answers stay on the robot, for other stages: they are not encoded.</param>
/// <param name="observers">Who watches the answers.</param>
public sealed class StageOutlet(byte stream, ushort boot, IFrameSink? sink, IStageObserver[] observers)
{
    private readonly FrameHeader _header = new() { Board = 0, Stream = stream, Boot = boot };
    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];

    /// <summary>The answers' stream.</summary>
    public StreamId Stream { get; } = new(0, stream);

    /// <summary>Whether the answers leave as frames.</summary>
    public bool Publishes => sink is not null;

    /// <summary>Answers that got a sequence number, withheld ones included.</summary>
    public long Produced => _header.Sequence;

    /// <summary>Answers that the wire cannot carry: a defect of the stage. Their sequence numbers are used up.</summary>
    public long Unencodable { get; private set; }

    /// <summary>Sends one answer on.</summary>
    /// <param name="message">The answer, stamped on the robot's timeline.</param>
    /// <param name="flags">What is true of the readings that it rests on.</param>
    /// <param name="spanNanoseconds">How much older than its stamp the oldest of them is.</param>
    /// <param name="sequence">The answer's sequence number, which is used up either way.</param>
    /// <returns>False when the wire cannot carry it: nobody has heard it.</returns>
    public bool TryPublish(Message message, FrameFlags flags, long spanNanoseconds, out long sequence)
    {
        ArgumentNullException.ThrowIfNull(message);
        bool isSent = sink is null || TryEncode(message, flags);
        sequence = _header.Sequence++;
        if (!isSent)
        {
            Unencodable++;
            return false;
        }

        if (observers.Length > 0)
        {
            Sample<Message> output = new(message, message.Stamp, Stream, sequence, flags, spanNanoseconds);
            foreach (IStageObserver observer in observers)
            {
                observer.Observe(in output);
            }
        }

        return true;
    }

    /// <summary>Uses up a sequence number for an answer that was withheld, so that the hole shows downstream.</summary>
    public void Withhold() => _header.Sequence++;

    private bool TryEncode(Message message, FrameFlags flags)
    {
        _header.Type = message.Type;
        _header.Flags = flags;
        int length = FrameEncoder.Encode(_header, message, _frame, 0, _frame.Length);
        if (length == 0)
        {
            return false;
        }

        sink!.Accept(Stream, message.Stamp, _frame.AsSpan(0, length));
        return true;
    }
}
