using System.Text;
using EdgeAI.Device.Wire;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// Stored records on their way from the spool writer's thread to the edge node's. Bounded: the oldest is dropped and counted. Neither side
/// allocates once the buffers have the size of the frames. Thread-safe.
/// </summary>
internal sealed class FrameQueue
{
    private readonly Lock _gate = new();
    private readonly QueuedFrame?[] _ring;
    private int _first;
    private int _count;
    private long _dropped;
    private long _ignored;

    public FrameQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new QueuedFrame?[capacity];
    }

    /// <summary>The records that were dropped.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The records that hold no frame, or one that is longer than frames are.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>Takes a copy of a record's frame.</summary>
    /// <returns>Whether the queue is half full now: time to look at it.</returns>
    public bool Offer(in GatewayRecord record)
    {
        if (record.Kind is not (RecordKind.Frame or RecordKind.GovernedFrame) || record.Frame.Length > FrameLayout.MaxFrameLength || record.Robot.Length > Identifier.MaximumLength)
        {
            Interlocked.Increment(ref _ignored);
            return false;
        }

        lock (_gate)
        {
            QueuedFrame slot = Append();
            record.Robot.CopyTo(slot.Robot);
            slot.RobotLength = record.Robot.Length;
            slot.IsDeparture = false;
            slot.Copy(record.Frame);
            slot.UtcNanoseconds = record.UtcNanoseconds;
            return _count == _ring.Length / 2;
        }
    }

    /// <summary>Takes word that a robot's last connection ended, behind the frames that are there.</summary>
    public void OfferDeparture(string robot)
    {
        if (robot.Length > Identifier.MaximumLength)
        {
            return;
        }

        lock (_gate)
        {
            QueuedFrame slot = Append();
            slot.RobotLength = Encoding.ASCII.GetBytes(robot, slot.Robot);
            slot.IsDeparture = true;
        }
    }

    /// <summary>Exchanges the caller's frame, which is done with, for the oldest one; false when there is none.</summary>
    public bool TryTake(ref QueuedFrame frame)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return false;
            }

            (frame, _ring[_first]) = (_ring[_first]!, frame);
            _first = (_first + 1) % _ring.Length;
            _count--;
            return true;
        }
    }

    // The caller holds the lock.
    private QueuedFrame Append()
    {
        if (_count == _ring.Length)
        {
            // A departure is no record: without it the robot's death is told when it has been silent for long enough.
            Interlocked.Add(ref _dropped, _ring[_first]!.IsDeparture ? 0 : 1);
            _first = (_first + 1) % _ring.Length;
            _count--;
        }

        _count++;
        return _ring[(_first + _count - 1) % _ring.Length] ??= new QueuedFrame();
    }
}
