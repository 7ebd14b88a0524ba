using EdgeAI.Device.Bus;

namespace EdgeAI.Tests.Device.Bus;

/// <summary>
/// An SPI bus that fails on purpose, by a seed, as <see cref="FaultInjectingI2cBus"/> does; SPI knows no acknowledgement. It takes
/// the time of its bits. A failed transfer leaves rubbish in the buffer and may or may not have clocked the chip.
/// </summary>
public sealed class FaultInjectingSpiBus(ISpiBus inner, ManualClock clock, int seed, int hertz) : ISpiBus
{
    private static readonly BusStatus[] Failures = [BusStatus.Timeout, BusStatus.Disconnected, BusStatus.Failed];

    private readonly Random _random = new(seed);
    private BusStatus _forced;
    private int _forcedTransfers;

    /// <summary>Of a thousand transfers, how many fail with a random status.</summary>
    public int FailPerMille { get; set; }

    /// <summary>Of a thousand transfers, how many end Ok with one flipped bit in what was received.</summary>
    public int CorruptPerMille { get; set; }

    /// <summary>Whether the adapter is gone: everything ends <see cref="BusStatus.Disconnected"/>.</summary>
    public bool Unplugged { get; set; }

    /// <summary>Whether the latest transfer ended in anything but Ok.</summary>
    public bool LatestFailed { get; private set; }

    /// <summary>Lets the next transfers end in one status.</summary>
    public void ForceNext(BusStatus status, int transfers)
    {
        _forced = status;
        _forcedTransfers = transfers;
    }

    public BusStatus Transfer(byte[] send, byte[] receive, int count)
    {
        BusStatus status = Draw();
        LatestFailed = status != BusStatus.Ok;
        if (status == BusStatus.Ok || (!Unplugged && _random.Next(2) == 0))
        {
            inner.Transfer(send, receive, count);
        }

        clock.Advance(count * 8L * 1_000_000_000 / hertz);
        if (status != BusStatus.Ok)
        {
            _random.NextBytes(receive.AsSpan(0, count));
        }
        else if (_random.Next(1000) < CorruptPerMille)
        {
            receive[_random.Next(count)] ^= (byte)(1 << _random.Next(8));
        }

        return status;
    }

    private BusStatus Draw()
    {
        if (Unplugged)
        {
            return BusStatus.Disconnected;
        }

        if (_forcedTransfers > 0)
        {
            _forcedTransfers--;
            return _forced;
        }

        return _random.Next(1000) < FailPerMille ? Failures[_random.Next(Failures.Length)] : BusStatus.Ok;
    }
}
