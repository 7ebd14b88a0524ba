using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Flash.Boards;

/// <summary>One stream of a board that is looked at: keeps the latest of what it carries, whatever that is, and counts. Nobody is behind it.</summary>
internal sealed class WatchedStream(BoardProfile board, SensorProfile sensor) : StreamRoute(new StreamId((ushort)board.Id, (byte)sensor.Stream), sensor.Name)
{
    private readonly Dictionary<MessageType, Message> _messages = [];
    private long _countedFrom;

    /// <summary>The sensor in the profile.</summary>
    public SensorProfile Sensor { get; } = sensor;

    /// <summary>Readings since <see cref="Restart"/>; decisions are none.</summary>
    public long Readings { get; private set; }

    /// <summary>Decisions of the board itself since the start.</summary>
    public long Decisions { get; private set; }

    /// <summary>Faults since <see cref="Restart"/>.</summary>
    public long Faults => Counters.Faults - _countedFrom;

    /// <summary>The latest reading; null before the first.</summary>
    public Message? Latest { get; private set; }

    /// <summary>The board's latest decision; null where it made none.</summary>
    public Message? LatestDecision { get; private set; }

    /// <summary>Counts anew.</summary>
    public void Restart()
    {
        Readings = 0;
        _countedFrom = Counters.Faults;
    }

    /// <inheritdoc/>
    public override FrameStatus Accept(FrameReceiver receiver, in Stamp stamp)
    {
        MessageType type = receiver.Header.Type;
        if (!_messages.TryGetValue(type, out Message? message))
        {
            message = ReadingText.NewOf(type);
            if (message is null)
            {
                return FrameStatus.UnknownType;
            }

            _messages.Add(type, message);
        }

        FrameStatus status = receiver.Decode(message);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (message is Decision)
        {
            Decisions++;
            LatestDecision = message;
        }
        else
        {
            Readings++;
            Latest = message;
        }

        return status;
    }
}
