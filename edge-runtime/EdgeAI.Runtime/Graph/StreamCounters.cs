using EdgeAI.Device.Board;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// What the robot knows about one board's stream, from sequence numbers and frame types. Written by the executor's thread,
/// read by anyone; a reader may be one frame behind.
/// </summary>
public sealed class StreamCounters
{
    private long _nextSequence = -1;
    private int _boot = -1;

    /// <summary>Frames that arrived whole, faults included.</summary>
    public long Received { get; private set; }

    /// <summary>Sequence numbers that never arrived: lost or dropped between the sensor and here.</summary>
    public long Missing { get; private set; }

    /// <summary>Frames whose sequence number had passed already: never handed on.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Fault frames: the sensor could not be read.</summary>
    public long Faults { get; private set; }

    /// <summary>What the latest fault frame said; <see cref="SensorStatus.Ok"/> once a reading follows it.</summary>
    public SensorStatus LatestFault { get; private set; }

    /// <summary>Frames whose payload was rejected although the frame was whole.</summary>
    public long Rejected { get; private set; }

    /// <summary>The number that comes next in a boot; 0 where it has given none.</summary>
    internal long NextSequenceOf(int boot) => boot == _boot ? _nextSequence : 0;

    /// <summary>Places one frame in the stream's order.</summary>
    /// <param name="boot">The board's boot number: a new one begins a new order.</param>
    /// <param name="sequence">The frame's number in its stream.</param>
    /// <returns>Whether the frame is new.</returns>
    public bool Place(int boot, long sequence)
    {
        if (boot != _boot)
        {
            // A boot begins at 0 (WIRE.md), so after a restart what is missing before its first frame was lost. The first boot that is heard may have run for long.
            _nextSequence = _boot < 0 ? sequence : 0;
            _boot = boot;
        }

        if (sequence < _nextSequence)
        {
            OutOfOrder++;
            return false;
        }

        Missing += sequence - _nextSequence;
        _nextSequence = sequence + 1;
        Received++;
        return true;
    }

    internal void CountReading() => LatestFault = SensorStatus.Ok;

    internal void CountRejected() => Rejected++;

    internal void CountFault(SensorStatus status)
    {
        Faults++;
        LatestFault = status;
    }
}
