using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Benchmarks.Load;

/// <summary>One board with one stream, from its reading to who takes it on the robot.</summary>
internal sealed class BoardWay<T> : IStepper
    where T : Message
{
    private readonly FrameHeader _header;
    private readonly byte[] _wire = new byte[FrameLayout.MaxLinkLength];
    private readonly FrameIntake _intake;
    private readonly StreamInlet<T> _inlet;
    private readonly ILink _boardEnd;
    private long _linkFull;

    public BoardWay(ushort board, ILink boardEnd, ILink robotEnd, Func<T> newMessage, ISampleConsumer<T> consumer, IFrameSink sink, IClock clock)
    {
        _boardEnd = boardEnd;
        Reading = newMessage();
        _header = new FrameHeader { Board = board, Stream = 1, Boot = 1, Type = Reading.Type };
        StreamId stream = new(board, 1);
        _inlet = new StreamInlet<T>(stream, new InletOptions("load", 64, DropPolicy.DropOldest), newMessage, [consumer], clock);
        _intake = new FrameIntake(board, robotEnd, [new StreamRoute<T>(stream, "load", _inlet)], conversation: null, sink, clock);
    }

    /// <summary>What the next frame holds.</summary>
    public T Reading { get; }

    /// <summary>Readings that the link or the edge had no room for.</summary>
    public long Dropped => _linkFull + _inlet.Account.Ledger.Dropped;

    /// <summary>Sends the reading as the board would.</summary>
    public void Send(long sequence, long now)
    {
        _header.Sequence = sequence;
        Reading.Stamp = new Stamp(now, 0);
        int length = FrameEncoder.EncodeForLink(_header, Reading, _wire, 0, _wire.Length);
        _linkFull += _boardEnd.Send(_wire, 0, length) == LinkStatus.Ok ? 0 : 1;
    }

    public bool Step() => (_intake.Poll() | _inlet.Drain()) != 0;
}
