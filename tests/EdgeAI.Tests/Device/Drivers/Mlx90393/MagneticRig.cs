using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90393;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Mlx90393;

/// <summary>Magnetometers on one bus under neighbouring addresses, and the driver over them.</summary>
public sealed class MagneticRig : IChipUnderTest, II2cBus
{
    private readonly Mlx90393Options _options;

    public MagneticRig(IClock clock, int chips, Mlx90393Options options)
    {
        _options = options;
        Chips = [.. Enumerable.Range(0, chips).Select(at => new Mlx90393Fake((byte)(Mlx90393Registers.LowestAddress + at), clock))];
    }

    public II2cBus Bus => this;

    public Mlx90393Fake[] Chips { get; }

    public MagneticSkin Driver(II2cBus bus, IClock clock) => new(
        [.. Chips.Select((_, at) => new Mlx90393Chip(bus, (byte)(Mlx90393Registers.LowestAddress + at), clock, _options))],
        clock,
        _options);

    public void PowerCycle()
    {
        foreach (Mlx90393Fake chip in Chips)
        {
            chip.PowerCycle();
        }
    }

    public void Present(int variant)
    {
        for (int at = 0; at < Chips.Length; at++)
        {
            Chips[at].Field[0] = (short)(100 + variant - at);
            Chips[at].Field[1] = (short)(-200 - (variant * 3) - at);
            Chips[at].Field[2] = (short)(1000 + (variant * 50) - at);
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var array = (TactileArray)reading;
        bool same = array.TaxelCount == Chips.Length && array.Components == 3;
        double ratio = Mlx90393Registers.NanoteslaZ(_options.Gain, _options.Resolution) / (double)Mlx90393Registers.NanoteslaXY(_options.Gain, _options.Resolution);
        for (int at = 0; at < Chips.Length && same; at++)
        {
            same &= Math.Abs(array.Values[3 * at] - ((1000 + (variant * 50) - at) * ratio)) <= 0.51;
            same &= array.Values[(3 * at) + 1] == 100 + variant - at;
            same &= array.Values[(3 * at) + 2] == -200 - (variant * 3) - at;
        }

        return same;
    }

    public BusStatus Write(byte address, byte[] data, int count) => At(address)?.Write(address, data, count) ?? BusStatus.AddressNotAcknowledged;

    public BusStatus Read(byte address, byte[] buffer, int count) => At(address)?.Read(address, buffer, count) ?? BusStatus.AddressNotAcknowledged;

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount) =>
        At(address)?.WriteRead(address, data, writeCount, buffer, readCount) ?? BusStatus.AddressNotAcknowledged;

    private Mlx90393Fake? At(byte address)
    {
        int at = address - Mlx90393Registers.LowestAddress;
        return at >= 0 && at < Chips.Length ? Chips[at] : null;
    }
}
