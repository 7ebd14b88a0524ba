using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>
/// A robot that publishes as much as it is allowed and remembers what was acknowledged, over any number of its gateway's lives. Its batches
/// are made when they are taken, always the same bytes: four streams, one of each class, frames of different lengths.
/// </summary>
internal sealed class PacedRobot(ushort board) : IOutbox
{
    /// <summary>The streams of a robot, numbered from 1; a stream's number is its class.</summary>
    public const int Streams = 4;

    private const int MaximumFrames = 6;

    private readonly Lock _gate = new();
    private readonly RobotBatchWriter _writer = new(64 << 10);

    // The first frame of each batch, and of the one after the last.
    private readonly List<long> _starts = [0];
    private int _next;
    private int _acknowledged;
    private int _allowed;

    public event Action? WorkAvailable;

    public ushort Board { get; } = board;

    public string Name => $"robot-{Board}";

    /// <summary>Called after each acknowledgement.</summary>
    public Action? OnAcknowledged { get; set; }

    /// <summary>The batches that the gateway acknowledged: the first so many.</summary>
    public int Acknowledged
    {
        get
        {
            lock (_gate)
            {
                return _acknowledged;
            }
        }
    }

    /// <summary>Whether all that it was allowed is acknowledged.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _acknowledged == _allowed;
            }
        }
    }

    /// <summary>The frames of the acknowledged batches: numbers 0 to this, not included.</summary>
    public long AcknowledgedFrames
    {
        get
        {
            lock (_gate)
            {
                return _starts[_acknowledged];
            }
        }
    }

    /// <summary>The frame with a number, of all of the robot's.</summary>
    public static byte[] Frame(ushort board, long number)
        => RawFrames.Make(board, StreamOf(number), number / Streams, 40 + (int)(((number * 37) + board) % 300));

    /// <summary>The number of a stream's frame among all of the robot's.</summary>
    public static long NumberOf(byte stream, long sequence) => (sequence * Streams) + stream - 1;

    /// <summary>Allows so many batches more.</summary>
    public void Allow(int batches)
    {
        lock (_gate)
        {
            _allowed += batches;
        }

        WorkAvailable?.Invoke();
    }

    /// <summary>Allows nothing beyond what was taken already.</summary>
    public void AllowNoMore()
    {
        lock (_gate)
        {
            _allowed = Math.Max(_acknowledged, _starts.Count - 1);
        }

        WorkAvailable?.Invoke();
    }

    public bool TryTake(out OutboundMessage message)
    {
        lock (_gate)
        {
            if (_next >= _allowed)
            {
                message = default;
                return false;
            }

            message = new OutboundMessage(_next + 1, Topics.RobotBatch("hall", Name), MakeBatch(_next));
            _next++;
            return true;
        }
    }

    public void Acknowledge(long id)
    {
        lock (_gate)
        {
            _acknowledged = (int)id;
        }

        OnAcknowledged?.Invoke();
    }

    public void Rewind()
    {
        lock (_gate)
        {
            _next = _acknowledged;
        }
    }

    private static byte StreamOf(long number) => (byte)(1 + (number % Streams));

    private byte[] MakeBatch(int index)
    {
        int frames = 1 + ((index * 7) + Board) % MaximumFrames;
        long start = _starts[index];
        if (index + 1 == _starts.Count)
        {
            _starts.Add(start + frames);
        }

        _writer.Begin(1, (ulong)index + 1);
        for (long number = start; number < start + frames; number++)
        {
            Assert.True(_writer.TryAdd((RecordClass)StreamOf(number), number, 1, Frame(Board, number)));
        }

        return _writer.Finish().ToArray();
    }
}
