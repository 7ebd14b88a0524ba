using EdgeAI.Device.Bus;

namespace EdgeAI.Tests.Device.Bus;

/// <summary>
/// A bus that fails on purpose, by a seed: NACKs, timeouts, corrupted bytes, and an adapter that is pulled out. It takes the
/// time that 400 kHz takes. A failed read leaves rubbish in the buffer; a failed write may or may not have reached the chip.
/// </summary>
public sealed class FaultInjectingI2cBus(II2cBus inner, ManualClock clock, int seed) : II2cBus
{
    private const long ByteNanoseconds = 22_500;
    private const long TimeoutNanoseconds = 1_000_000;

    private static readonly BusStatus[] Failures =
        [BusStatus.AddressNotAcknowledged, BusStatus.DataNotAcknowledged, BusStatus.Timeout, BusStatus.BusStuck, BusStatus.Failed];

    private readonly Random _random = new(seed);
    private BusStatus _forced;
    private int _forcedTransfers;

    /// <summary>Of a thousand transfers, how many fail with a random status.</summary>
    public int FailPerMille { get; set; }

    /// <summary>Of a thousand reads, how many end Ok with one flipped bit.</summary>
    public int CorruptPerMille { get; set; }

    /// <summary>Whether the adapter is gone: everything ends <see cref="BusStatus.Disconnected"/>.</summary>
    public bool Unplugged { get; set; }

    /// <summary>Transfers asked for.</summary>
    public int Transfers { get; private set; }

    /// <summary>Whether the latest transfer ended in anything but Ok.</summary>
    public bool LatestFailed { get; private set; }

    /// <summary>Lets the next transfers end in one status.</summary>
    public void ForceNext(BusStatus status, int transfers)
    {
        _forced = status;
        _forcedTransfers = transfers;
    }

    public BusStatus Write(byte address, byte[] data, int count)
    {
        BusStatus status = Draw(count);
        return status == BusStatus.Ok || MayReachChip(status) ? Finish(status, inner.Write(address, data, count)) : status;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        BusStatus status = Draw(count);
        status = status == BusStatus.Ok || MayReachChip(status) ? Finish(status, inner.Read(address, buffer, count)) : status;
        Spoil(status, buffer, count);
        return status;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        BusStatus status = Draw(writeCount + readCount + 1);
        status = status == BusStatus.Ok || MayReachChip(status)
            ? Finish(status, inner.WriteRead(address, data, writeCount, buffer, readCount))
            : status;
        Spoil(status, buffer, readCount);
        return status;
    }

    private BusStatus Draw(int bytes)
    {
        Transfers++;
        clock.Advance((bytes + 1) * ByteNanoseconds);
        BusStatus status = BusStatus.Ok;
        if (Unplugged)
        {
            status = BusStatus.Disconnected;
        }
        else if (_forcedTransfers > 0)
        {
            _forcedTransfers--;
            status = _forced;
        }
        else if (_random.Next(1000) < FailPerMille)
        {
            status = Failures[_random.Next(Failures.Length)];
        }

        if (status == BusStatus.Timeout)
        {
            clock.Advance(TimeoutNanoseconds);
        }

        LatestFailed = status != BusStatus.Ok;
        return status;
    }

    /// <summary>Whether a transfer that is reported as failed was heard by the chip all the same.</summary>
    private bool MayReachChip(BusStatus status) =>
        status is BusStatus.DataNotAcknowledged or BusStatus.Timeout or BusStatus.Failed && _random.Next(2) == 0;

    private BusStatus Finish(BusStatus drawn, BusStatus answered)
    {
        LatestFailed |= answered != BusStatus.Ok;
        return drawn == BusStatus.Ok ? answered : drawn;
    }

    private void Spoil(BusStatus status, byte[] buffer, int count)
    {
        if (status != BusStatus.Ok)
        {
            _random.NextBytes(buffer.AsSpan(0, count));
        }
        else if (_random.Next(1000) < CorruptPerMille)
        {
            buffer[_random.Next(count)] ^= (byte)(1 << _random.Next(8));
        }
    }
}
