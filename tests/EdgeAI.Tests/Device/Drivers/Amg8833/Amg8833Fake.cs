using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Drivers.Amg8833;

/// <summary>The registers of an AMG8833 as far as its specification describes what the driver touches.</summary>
public sealed class Amg8833Fake() : RegisterChip(Amg8833Registers.LowAddress), IChipUnderTest
{
    private readonly short[] _world = new short[64];

    public II2cBus Bus => this;

    /// <summary>Raw value of the thermistor.</summary>
    public int Thermistor { get; set; } = 0x190;

    /// <summary>What STAT holds until it is cleared.</summary>
    public byte StatusFlags { get; set; }

    /// <summary>Flag resets seen.</summary>
    public int FlagResets { get; private set; }

    /// <summary>Whether the chip forgets what is written to it.</summary>
    public bool Forgetful { get; set; }

    /// <summary>The register of the frame rate.</summary>
    public byte FrameRate => Registers[Amg8833Registers.FrameRate];

    public void PowerCycle()
    {
        Array.Clear(Registers);
        StatusFlags = 0;
    }

    public void Present(int variant)
    {
        for (int i = 0; i < _world.Length; i++)
        {
            SetPixel(i, (short)(80 + (variant * 20) - i));
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var image = (Image)reading;
        bool same = true;
        for (int i = 0; i < _world.Length; i++)
        {
            same &= image.Samples[i] == 80 + (variant * 20) - i;
        }

        return same;
    }

    /// <summary>Sets a pixel, in quarters of a degree.</summary>
    public void SetPixel(int pixel, short quarters) => _world[pixel] = quarters;

    protected override void OnWrite(byte register, byte value)
    {
        if (Forgetful)
        {
            return;
        }

        switch (register)
        {
            case Amg8833Registers.Reset:
                FlagResets += value == Amg8833Registers.FlagReset ? 1 : 0;
                if (value == Amg8833Registers.InitialReset)
                {
                    PowerCycle();
                }

                StatusFlags = 0;
                break;
            case Amg8833Registers.StatusClear:
                StatusFlags &= (byte)~value;
                break;
            default:
                Registers[register] = value;
                break;
        }
    }

    protected override byte OnRead(byte register) => register switch
    {
        Amg8833Registers.Status => StatusFlags,
        Amg8833Registers.ThermistorLow => (byte)Thermistor,
        Amg8833Registers.ThermistorLow + 1 => (byte)((Thermistor >> 8) & 0x0F),
        >= Amg8833Registers.FirstPixelLow => PixelByte(register - Amg8833Registers.FirstPixelLow),
        _ => Registers[register],
    };

    private byte PixelByte(int at) => (byte)(at % 2 == 0 ? _world[at / 2] : (_world[at / 2] >> 8) & 0x0F);
}
