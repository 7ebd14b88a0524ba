using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Mlx90640;

/// <summary>The words of an MLX90640 as far as its data sheet describes what the driver touches; measures by a clock.</summary>
public sealed class Mlx90640Fake : WideRegisterChip, IChipUnderTest
{
    private readonly IClock _clock;
    private readonly ushort[] _ram = new ushort[0x400];
    private readonly int[] _world = new int[Mlx90640Registers.Pixels];
    private ushort _status;
    private ushort _control;
    private long _measured;

    public Mlx90640Fake(IClock clock)
        : base(Mlx90640Registers.DefaultAddress)
    {
        _clock = clock;
        for (int word = 0; word < Eeprom.Length; word++)
        {
            Eeprom[word] = (ushort)(word * 257);
        }

        Eeprom[Mlx90640Registers.EepromAddressWord] = 0xBE33;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>The 832 words of the EEPROM.</summary>
    public ushort[] Eeprom { get; } = new ushort[Mlx90640Registers.EepromWords];

    /// <summary>Whether the chip has stopped measuring.</summary>
    public bool Dead { get; set; }

    /// <summary>Whether the control register forgets what is written to it.</summary>
    public bool Forgetful { get; set; }

    /// <summary>The word of the gain.</summary>
    public ushort Gain { get; set; } = 6273;

    /// <summary>Control register 1.</summary>
    public ushort Control => _control;

    private long Interval => Mlx90640Registers.LongestInterval >> ((_control >> Mlx90640Registers.RefreshRateShift) & 7);

    public void PowerCycle()
    {
        Array.Clear(_ram);
        _status = 0x0010;
        _control = 0x1901;
        _measured = _clock.Nanoseconds / Interval;
    }

    public void Present(int variant)
    {
        for (int pixel = 0; pixel < _world.Length; pixel++)
        {
            _world[pixel] = -300 + pixel + (variant * 31);
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var image = (Image)reading;
        bool same = image.Samples[Mlx90640Page.Gain] == Gain && image.Samples[Mlx90640Page.Vdd] == -13115;
        for (int pixel = 0; pixel < _world.Length; pixel++)
        {
            same &= image.Samples[pixel] == -300 + pixel + (variant * 31);
        }

        return same;
    }

    /// <summary>Sets a pixel's count.</summary>
    public void SetPixel(int pixel, int count) => _world[pixel] = count;

    protected override void OnWrite(int register, ReadOnlySpan<byte> data)
    {
        ushort value = (ushort)((data[0] << 8) | data[1]);
        switch (register)
        {
            case Mlx90640Registers.Control when !Forgetful:
                _control = value;
                _measured = _clock.Nanoseconds / Interval;
                break;
            case Mlx90640Registers.Status:
                Measure();
                _status = (ushort)((value & 0xFFF8) | (_status & 0x0007));
                break;
        }
    }

    protected override void OnRead(int register, Span<byte> answer)
    {
        Measure();
        for (int at = 0; at + 1 < answer.Length; at += 2)
        {
            ushort word = WordAt(register + (at / 2));
            answer[at] = (byte)(word >> 8);
            answer[at + 1] = (byte)word;
        }
    }

    private ushort WordAt(int register) => register switch
    {
        >= Mlx90640Registers.Ram and < Mlx90640Registers.Ram + 0x400 => _ram[register - Mlx90640Registers.Ram],
        >= Mlx90640Registers.Eeprom and < Mlx90640Registers.Eeprom + Mlx90640Registers.EepromWords => Eeprom[register - Mlx90640Registers.Eeprom],
        Mlx90640Registers.Status => _status,
        Mlx90640Registers.Control => _control,
        _ => 0,
    };

    /// <summary>Measures the subpages whose time has come, the latest two at most.</summary>
    private void Measure()
    {
        long now = _clock.Nanoseconds / Interval;
        for (long subpage = Math.Max(_measured + 1, now - 1); subpage <= now && !Dead; subpage++)
        {
            Take((int)(subpage & 1));
        }

        _measured = now;
    }

    private void Take(int subpage)
    {
        bool chess = (_control & Mlx90640Registers.ChessPattern) != 0;
        for (int pixel = 0; pixel < _world.Length; pixel++)
        {
            int row = pixel / 32 % 2;
            int page = chess ? (row + pixel) % 2 : row;
            _ram[pixel] = page == subpage ? (ushort)_world[pixel] : _ram[pixel];
        }

        _ram[0x300] = 19442;
        _ram[0x308] = unchecked((ushort)-54);
        _ram[0x30A] = Gain;
        _ram[0x320] = 1711;
        _ram[0x328] = unchecked((ushort)-56);
        _ram[0x32A] = unchecked((ushort)-13115);
        _status = (ushort)((_status & 0xFFF8) | 0x0008 | subpage);
    }
}
