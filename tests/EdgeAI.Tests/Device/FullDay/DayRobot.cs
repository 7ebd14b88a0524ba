using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The robot's ear: takes frames apart, and holds each against the one before it on its stream. Allocates nothing.</summary>
internal sealed class DayRobot(DayRun run)
{
    private readonly FrameReceiver _receiver = new();
    private readonly Message?[] _into = new Message?[256];
    private readonly long[,] _faults = new long[DayRun.Places, 16];
    private readonly long[] _readings = new long[DayRun.Places];

    /// <summary>Hears what is not a reading.</summary>
    public Action<Message>? Told { get; set; }

    /// <summary>Pieces that were no whole frame.</summary>
    public long Rejected => _receiver.Rejected;

    public long Frames { get; private set; }

    public long Readings { get; private set; }

    public DayRobot Listening()
    {
        foreach (Message message in (Message[])[new Fault(), new ForceStamped(), new Temperature(), new RelativeHumidity(), new TactileArray(12, 1),
            new Hello(), new StreamDescription(), new LogRecord(), new Acknowledgement(), new TimeResponse()])
        {
            _into[(byte)message.Type] = message;
        }

        return this;
    }

    public long FaultsOf(int place, SensorStatus status) => _faults[place, (int)status];

    public long ReadingsOf(int place) => _readings[place];

    /// <summary>A new connection carries nothing of the one before.</summary>
    public void Reconnect() => _receiver.Reset();

    public void Receive(byte[] bytes, int from, int end)
    {
        int position = from;
        while (_receiver.TryReceive(bytes, ref position, end))
        {
            Take(_receiver.Header);
        }
    }

    private void Take(FrameHeader header)
    {
        int place = DayRun.PlaceOf(header.Stream);
        if (header.Board != DayConfiguration.Board || header.Boot != run.Boot || place < 0 || place >= DayRun.Places)
        {
            Assert.Fail($"a frame of board {header.Board} boot {header.Boot} stream {header.Stream} arrived in boot {run.Boot}");
        }

        if (header.Sequence <= run.LastSequence[place])
        {
            Assert.Fail($"boot {run.Boot} stream {header.Stream}: number {header.Sequence} came after {run.LastSequence[place]}");
        }

        if (header.TimeMicroseconds < run.LastMicroseconds[place])
        {
            Assert.Fail($"boot {run.Boot} stream {header.Stream}: time {header.TimeMicroseconds} us came after {run.LastMicroseconds[place]} us");
        }

        run.LastSequence[place] = header.Sequence;
        run.LastMicroseconds[place] = header.TimeMicroseconds;
        run.Received[place]++;
        Frames++;
        Message? message = _into[(byte)header.Type];
        if (message is null || _receiver.Decode(message) != FrameStatus.Ok)
        {
            Assert.Fail($"boot {run.Boot} stream {header.Stream}: a {header.Type} that cannot be decoded");
        }

        Sort(place, message);
    }

    private void Sort(int place, Message message)
    {
        switch (message)
        {
            case Fault fault:
                _faults[place, (int)fault.Status]++;
                break;
            case ForceStamped or Temperature or RelativeHumidity or TactileArray:
                _readings[place]++;
                Readings++;
                break;
            default:
                Told?.Invoke(message);
                break;
        }
    }
}
