using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// The one door for readings: bytes of a link become frames, frames are placed in their stream's order, stamped on the robot's
/// timeline, sent on as they are, and decoded into their route. A live board and a recording come through here alike.
/// What a board says of itself (stream 255) stays on the robot: it is the conversation's.
/// </summary>
public sealed class FrameIntake
{
    // Far more than a link holds; what fills one faster than it is read must not keep a step from ending.
    private const int LongestPoll = 1024 * 1024;

    private readonly ILink _link;
    private readonly IClock _clock;
    private readonly IFrameSink _sink;
    private readonly StreamRoute?[] _routes = new StreamRoute?[256];
    private readonly IFrameSink? _housekeeping;
    private readonly IStampMapper? _stamps;
    private readonly ushort _board;
    private readonly FrameReceiver _receiver = new();
    private readonly Fault _fault = new();
    private readonly Classification _classification = new();
    private readonly PerceptionEvent _event = new();
    private readonly Detection2DArray _detections = new();
    private readonly byte[] _chunk = new byte[4096];

    /// <summary>Makes the door for one board.</summary>
    /// <param name="board">The only board that may speak on this link.</param>
    /// <param name="link">The link's robot end.</param>
    /// <param name="routes">The board's streams.</param>
    /// <param name="conversation">Maps the board's clock and speaks with it; null where the board's clock is the robot's own, as in a replay.</param>
    /// <param name="sink">Where whole frames go on to.</param>
    /// <param name="clock">The robot's timeline.</param>
    /// <param name="housekeeping">Who else hears what the board says of itself; null for nobody.</param>
    /// <param name="stamps">Maps the board's stamps where there is no conversation; null where its clock is the robot's own.</param>
    public FrameIntake(
        ushort board,
        ILink link,
        IEnumerable<StreamRoute> routes,
        BoardConversation? conversation,
        IFrameSink sink,
        IClock clock,
        IFrameSink? housekeeping = null,
        IStampMapper? stamps = null)
    {
        ArgumentNullException.ThrowIfNull(routes);
        _board = board;
        _link = link;
        Conversation = conversation;
        _sink = sink;
        _clock = clock;
        _housekeeping = housekeeping;
        _stamps = conversation?.Timeline ?? stamps;
        foreach (StreamRoute route in routes)
        {
            _routes[route.Id.Stream] = route;
        }
    }

    /// <summary>The link's robot end.</summary>
    public ILink Link => _link;

    /// <summary>Whole frames of a board or stream that the profile does not name: counted, not handed on.</summary>
    public long UnknownStreams { get; private set; }

    /// <summary>What is said with the board beside readings; null where its clock is the robot's own.</summary>
    public BoardConversation? Conversation { get; }

    /// <summary>What the link's bytes became: accepted frames, rejections by reason, discarded bytes.</summary>
    public FrameReceiver Receiver => _receiver;

    /// <summary>Takes everything that the link holds now, at most 1 MiB, and says to the board what is to be said.</summary>
    /// <returns>How many bytes were taken.</returns>
    public int Poll()
    {
        int total = 0;
        int received;
        while (total < LongestPoll && (received = _link.Receive(_chunk, 0, _chunk.Length)) > 0)
        {
            total += received;
            int position = 0;
            long arrival = _clock.Nanoseconds;
            while (_receiver.TryReceive(_chunk, ref position, received))
            {
                Take(_receiver.Header, arrival);
            }
        }

        Conversation?.Step();
        return total;
    }

    private void Take(FrameHeader header, long arrival)
    {
        if (header.Board == _board && Conversation is not null)
        {
            Conversation.Hear(header.Boot, arrival);
            if (header.Stream == BoardAddress.HousekeepingStream)
            {
                _housekeeping?.Accept(new StreamId(_board, header.Stream), new Stamp(arrival, 0), _receiver.Frame.AsSpan(0, _receiver.FrameLength));
                Conversation.Take(_receiver, arrival);
                return;
            }
        }

        StreamRoute? route = header.Board == _board ? _routes[header.Stream] : null;
        if (route is null)
        {
            UnknownStreams++;
            return;
        }

        if (!route.Counters.Place(header.Boot, header.Sequence))
        {
            return;
        }

        Stamp stamp = FrameTime.ToStamp(header.TimeMicroseconds, header.UncertaintyMicroseconds);
        if (_stamps is not null)
        {
            stamp = _stamps.ToRobot(header.Boot, stamp, arrival);
        }

        _sink.Accept(route.Id, stamp, _receiver.Frame.AsSpan(0, _receiver.FrameLength));
        FrameStatus status;
        switch (header.Type)
        {
            case MessageType.Fault:
                status = _receiver.Decode(_fault);
                if (status == FrameStatus.Ok)
                {
                    route.Counters.CountFault(_fault.Status);
                    return;
                }

                break;
            case MessageType.Classification:
                status = _receiver.Decode(_classification);
                break;
            case MessageType.PerceptionEvent:
                status = _receiver.Decode(_event);
                break;
            case MessageType.Detection2DArray:
                status = _receiver.Decode(_detections);
                break;
            default:
                status = route.Accept(_receiver, stamp);
                break;
        }

        if (status == FrameStatus.Ok)
        {
            // A decision of the board stands on its sensor's stream: it proves as much as a reading that the sensor is well.
            route.Counters.CountReading();
        }
        else
        {
            route.Counters.CountRejected();
        }
    }
}
