using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.TfLuna;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.TfLuna;

/// <summary>The registers of a TF-Luna as far as its manual describes what the driver touches; measures a hundred times a second.</summary>
public sealed class TfLunaFake : RegisterChip, IChipUnderTest
{
    private readonly IClock _clock;

    public TfLunaFake(IClock clock)
        : base(TfLunaRegisters.DefaultAddress)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    public int Distance { get; set; } = 100;

    public int Amplitude { get; set; } = 2000;

    public int Temperature { get; set; } = 3125;

    public int Error { get; set; }

    /// <summary>The instant at which the chip stopped measuring.</summary>
    public long? DeadSince { get; set; }

    public void PowerCycle()
    {
        Array.Clear(Registers);
        Registers[0x26] = 100;
        "LUNA"u8.CopyTo(Registers.AsSpan(TfLunaRegisters.Signature));
    }

    public void Present(int variant) => Distance = 50 + (variant * 70);

    public bool Shows(Message reading, int variant)
    {
        var range = (RangeMeasurement)reading;
        return range.Distance == 50 + (variant * 70) && range.Status == RangeStatus.Valid && range.SignalStrength == Amplitude;
    }

    /// <summary>Changes a register behind the driver's back.</summary>
    public void Disturb(int register, byte value) => Registers[register] = value;

    protected override byte OnRead(byte register) => register switch
    {
        0x00 or 0x01 => Byte(Distance, register),
        0x02 or 0x03 => Byte(Amplitude, register),
        0x04 or 0x05 => Byte(Temperature, register),
        0x06 or 0x07 => Byte((int)((DeadSince ?? _clock.Nanoseconds) / 10_000_000 * 10), register),
        0x08 or 0x09 => Byte(Error, register),
        _ => Registers[register],
    };

    private static byte Byte(int word, byte register) => (byte)(register % 2 == 0 ? word : word >> 8);
}
