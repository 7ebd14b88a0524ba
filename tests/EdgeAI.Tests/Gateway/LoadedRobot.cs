using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway;

/// <summary>A robot's outbox, filled with batches of seeded sizes whose frames are all different.</summary>
internal sealed class LoadedRobot : IOutbox
{
    private readonly List<(OutboundMessage Message, byte[][] Frames)> _batches = [];
    private readonly object _gate = new();
    private int _next;
    private int _first;

    public LoadedRobot(string name, int seed, int batches, int maximumFrames)
    {
        Name = name;
        Random random = new(seed);
        RobotBatchWriter writer = new(64 << 10);
        long sequence = 0;
        ushort board = ushort.Parse(name.AsSpan(name.LastIndexOf('-') + 1));
        for (int number = 1; number <= batches; number++)
        {
            writer.Begin(1, (ulong)number);
            byte[][] frames = new byte[random.Next(1, maximumFrames + 1)][];
            for (int index = 0; index < frames.Length; index++)
            {
                frames[index] = RawFrames.Make(board, 1, sequence++, random.Next(40, 400));
                writer.TryAdd(RecordClass.Telemetry, sequence, 1, frames[index]);
            }

            _batches.Add((new OutboundMessage(number, Topics.RobotBatch("hall", name), writer.Finish().ToArray()), frames));
        }
    }

    public event Action? WorkAvailable;

    public string Name { get; }

    public Action? OnAcknowledged { get; set; }

    public List<long> Acknowledged { get; } = [];

    public bool TryTake(out OutboundMessage message)
    {
        lock (_gate)
        {
            message = _next < _batches.Count ? _batches[_next].Message : default;
            return _next < _batches.Count && ++_next > 0;
        }
    }

    public void Acknowledge(long id)
    {
        lock (_gate)
        {
            _first = (int)id;
            Acknowledged.Add(id);
        }

        OnAcknowledged?.Invoke();
        WorkAvailable?.Invoke();
    }

    public void Rewind()
    {
        lock (_gate)
        {
            _next = _first;
        }
    }

    public IEnumerable<byte[]> AcknowledgedFrames() => Acknowledged.SelectMany(id => _batches[(int)id - 1].Frames);
}
