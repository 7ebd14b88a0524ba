using EdgeAI.Device.Bus;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>A bus that can be in trouble. A transfer takes its time from the world, a timeout far more.</summary>
internal sealed class DayBus(SimulatedI2cBus bus, DayClock clock, Random random) : II2cBus
{
    private const long TransferNanoseconds = 150_000;
    private const long TimeoutNanoseconds = 20_000_000;

    public BusTrouble Trouble { get; set; }

    public long Transfers { get; private set; }

    public BusStatus Write(byte address, byte[] data, int count)
    {
        BusStatus status = Pass();
        return status == BusStatus.Ok ? bus.Write(address, data, count) : status;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        BusStatus status = Pass();
        return status == BusStatus.Ok ? Damage(bus.Read(address, buffer, count), buffer, count) : status;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        BusStatus status = Pass();
        return status == BusStatus.Ok ? Damage(bus.WriteRead(address, data, writeCount, buffer, readCount), buffer, readCount) : status;
    }

    private BusStatus Pass()
    {
        Transfers++;
        clock.Nanoseconds += Trouble == BusTrouble.Timeout ? TimeoutNanoseconds : TransferNanoseconds;
        return Trouble switch
        {
            BusTrouble.NotAcknowledged => BusStatus.AddressNotAcknowledged,
            BusTrouble.Timeout => BusStatus.Timeout,
            BusTrouble.Stuck => BusStatus.BusStuck,
            _ => BusStatus.Ok,
        };
    }

    private BusStatus Damage(BusStatus status, byte[] buffer, int count)
    {
        if (Trouble == BusTrouble.Corrupted && status == BusStatus.Ok && count > 0 && random.Next(2) == 0)
        {
            buffer[random.Next(count)] ^= (byte)(1 << random.Next(8));
        }

        return status;
    }
}
