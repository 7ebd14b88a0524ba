using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against what ST's public driver (VL53L5CX ULD) and its manual UM2884 show: its steps, spoken to the wires one by one.</summary>
public sealed class SimulatedVl53l5cxTests
{
    private const byte Address = 0x29;
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly SimulatedI2cBus _bus = new();

    public SimulatedVl53l5cxTests() => _bus.Attach(Address, new SimulatedVl53l5cx(_clock, _world));

    [Fact]
    public void Identity_OnPageZero_IsF002()
    {
        Write(0x7FFF, 0x00);
        Assert.Equal([0xF0, 0x02], Read(0x0000, 2));
        Write(0x7FFF, 0x02);
        Assert.Equal([0x00, 0x00], Read(0x0000, 2));
    }

    [Fact]
    public void Boot_AfterTheRebootSequence_IsTold()
    {
        Reboot();
        Assert.NotEqual(1, Read(0x0006, 1)[0]);
        Pass(100);
        Assert.Equal(1, Read(0x0006, 1)[0]);
    }

    [Fact]
    public void Firmware_WholeImage_RunsOnceItsProcessorIsStarted()
    {
        Start(FirmwareSizes);
        Assert.Equal(0, Read(0x0006, 1)[0]);
    }

    [Theory]
    [InlineData(0x8000, 0x8000, 0x4FFF)]
    [InlineData(0x8000, 0x7FFF, 0x5000)]
    [InlineData(0, 0x8000, 0x5000)]
    public void Firmware_NotWhole_DoesNotRun(int first, int second, int third)
    {
        Start([first, second, third]);
        Assert.Equal(1, Read(0x0006, 1)[0]);
    }

    [Fact]
    public void Firmware_WithoutAccess_IsNotTaken()
    {
        Reboot();
        Pass(100);
        Write(0x7FFF, 0x01);
        Assert.Equal(0, Read(0x0021, 1)[0] & 0x10);
        Download(FirmwareSizes);
        StartProcessor();
        Assert.Equal(1, Read(0x0006, 1)[0]);
    }

    [Fact]
    public void Memory_WrittenByCommand_ReadsBackByCommand()
    {
        Start(FirmwareSizes);
        Write(0x7FFF, 0x02);
        Assert.Equal([4, 4, 0, 0, 8, 8, 0, 0], ReadDci(0x5450, 8));
        WriteDci(0x5450, [8, 8, 0, 0, 4, 4, 0, 0]);
        Assert.Equal([8, 8, 0, 0, 4, 4, 0, 0], ReadDci(0x5450, 8));
        Assert.Equal(1, ReadDci(0x5458, 4)[1]);
    }

    [Fact]
    public void Mailbox_WhileACommandIsWorkedOn_DoesNotSayDone()
    {
        Start(FirmwareSizes);
        Write(0x7FFF, 0x02);
        Write(0x2FF4, 0x54, 0x50, 0x00, 0x80, 0x00, 0x00, 0x00, 0x0F, 0x00, 0x02, 0x00, 0x08);
        Assert.NotEqual(3, Read(0x2C00, 4)[1]);
        Pass(10);
        Assert.Equal([0x00, 0x03, 0x00, 0x00], Read(0x2C00, 4));
    }

    [Fact]
    public void Mailbox_UnknownCommand_SaysAnError()
    {
        Start(FirmwareSizes);
        Write(0x7FFF, 0x02);
        Write(0x2FFC, 0x00, 0x77, 0x00, 0x00);
        Pass(10);
        Assert.True(Read(0x2C00, 4)[2] >= 0x7F);
    }

    // UM2884: distance in quarters of a millimetre, status 5 for a valid range, 0 targets where nothing is seen.
    [Fact]
    public void Ranging_AtEightByEight_GivesEachZoneInFrames()
    {
        for (int zone = 0; zone < 64; zone++)
        {
            _world.Ranges[zone] = zone == 9 ? double.PositiveInfinity : 0.3 + (0.02 * zone);
        }

        byte[] frame = Range(10);
        Assert.Equal([1, 0x05, 0x05, 0x10], frame[..4]);
        byte[] distances = Block(frame, 0xD33C, 128);
        byte[] status = Block(frame, 0xD47C, 64);
        byte[] targets = Block(frame, 0xCF7C, 64);
        for (int zone = 0; zone < 64; zone++)
        {
            int quarters = distances[2 * zone] | (distances[(2 * zone) + 1] << 8);
            Assert.Equal(zone == 9 ? 0 : (int)Math.Round(4000 * _world.Ranges[zone]), quarters);
            Assert.Equal(zone == 9 ? 0 : 5, status[zone]);
            Assert.Equal(zone == 9 ? 0 : 1, targets[zone]);
        }

        Assert.Equal(frame[10..12], frame[^2..]);
    }

    // Data sheet: 4 m with a white target (88 %).
    [Theory]
    [InlineData(3.9, 0.88, true)]
    [InlineData(4.1, 0.88, false)]
    [InlineData(1.6, 0.17, true)]
    [InlineData(2.0, 0.17, false)]
    public void Ranging_BeyondTheReachOfItsReflectance_SeesNothing(double metres, double reflectance, bool seen)
    {
        _world.Ranges[20] = metres;
        _world.Reflecting = reflectance;
        Assert.Equal(seen ? 1 : 0, Block(Range(10), 0xCF7C, 64)[20]);
    }

    [Fact]
    public void Ranging_AtTenHertz_CountsAFrameEachPeriod()
    {
        Range(10);
        Pass(99);
        Assert.Equal(1, Read(0x0000, 1)[0]);
        Pass(1);
        Assert.Equal(2, Read(0x0000, 1)[0]);
    }

    [Fact]
    public void Stop_OnPageZero_EndsRanging()
    {
        Range(10);
        Write(0x7FFF, 0x00);
        Write(0x15, 0x16);
        Write(0x14, 0x01);
        Assert.Equal(0x80, Read(0x06, 1)[0]);
        Write(0x14, 0x00);
        Write(0x15, 0x00);
        Write(0x7FFF, 0x02);
        Pass(500);
        Assert.Equal(1, Read(0x0000, 1)[0]);
    }

    [Fact]
    public void PowerCycle_LosesTheFirmware()
    {
        Start(FirmwareSizes);
        _bus.Unplug(Address);
        _bus.Plug(Address);
        Write(0x7FFF, 0x00);
        Pass(200);
        Assert.Equal(1, Read(0x0006, 1)[0]);
    }

    private static int[] FirmwareSizes => [0x8000, 0x8000, 0x5000];

    private static byte[] Block(byte[] frame, int index, int size)
    {
        for (int at = 12; at < frame.Length - 8;)
        {
            int header = (frame[at] << 24) | (frame[at + 1] << 16) | (frame[at + 2] << 8) | frame[at + 3];
            int type = header & 0x0F;
            int length = type is >= 1 and < 0x0D ? type * ((header >> 4) & 0xFFF) : (header >> 4) & 0xFFF;
            if (((header >> 16) & 0xFFFF) == index)
            {
                Assert.Equal(size, length);
                return [.. Enumerable.Range(0, size).Select(part => frame[at + 4 + (part ^ 3)])];
            }

            at += 4 + length;
        }

        throw new InvalidOperationException($"no block 0x{index:X4} in the frame");
    }

    private byte[] Range(byte hertz)
    {
        uint[] list =
        [
            0x0000000D, 0x54B400C0, 0x54C00040, 0x54D00104, 0x55D00404, 0xCF7C0401,
            0xCFBC0404, 0xD2BC0402, 0xD33C0402, 0xD43C0401, 0xD47C0401, 0xCC5008C0,
        ];
        const uint Enabled = 0b0101_0010_0111;
        Start(FirmwareSizes);
        Write(0x7FFF, 0x02);
        WriteDci(0x5450, [8, 8, 0, 0, 4, 4, 0, 0]);
        WriteDci(0x5458, [0, hertz, 0, 0]);
        WriteDci(0xCD78, [.. list.SelectMany(BitConverter.GetBytes)]);
        WriteDci(0xCD68, [.. new uint[] { Enabled, 0, 0, 0xC0000000 }.SelectMany(BitConverter.GetBytes)]);
        Write(0x2FFC, 0x00, 0x03, 0x00, 0x00);
        Pass(10);
        Assert.Equal(3, Read(0x2C00, 4)[1]);
        Pass((1000 / hertz) - 10);
        return Read(0x0000, 12 + 4 + 16 + 8 + 68 + 132 + 68 + 8);
    }

    private void Start(int[] sizes)
    {
        Reboot();
        Pass(100);
        Write(0x7FFF, 0x02);
        Write(0x0003, 0x0D);
        Write(0x7FFF, 0x01);
        Assert.Equal(0x10, Read(0x0021, 1)[0] & 0x10);
        Download(sizes);
        StartProcessor();
    }

    private void Reboot()
    {
        Write(0x7FFF, 0x00);
        Write(0x000F, 0x40);
        Write(0x000A, 0x03);
        Write(0x000F, 0x43);
        Pass(1);
        Write(0x000F, 0x40);
        Write(0x000A, 0x01);
    }

    private void Download(int[] sizes)
    {
        for (int page = 0; page < sizes.Length; page++)
        {
            Write(0x7FFF, (byte)(9 + page));
            for (int at = 0; at < sizes[page]; at += 1000)
            {
                Write(at, new byte[Math.Min(1000, sizes[page] - at)]);
            }
        }
    }

    private void StartProcessor()
    {
        Write(0x7FFF, 0x00);
        Write(0x000B, 0x00);
        Write(0x000C, 0x00);
        Write(0x000B, 0x01);
        Pass(100);
    }

    private void WriteDci(int index, byte[] data)
    {
        byte[] command = new byte[data.Length + 12];
        Header(command, index, data.Length);
        for (int part = 0; part < data.Length; part++)
        {
            command[4 + (part ^ 3)] = data[part];
        }

        int size = data.Length + 8;
        new byte[] { 0, 0, 0, 0x0F, 0x05, 0x01, (byte)(size >> 8), (byte)size }.CopyTo(command, data.Length + 4);
        Write(0x3000 - command.Length, command);
        Pass(10);
        Assert.Equal([0x05, 0x03, 0x00], Read(0x2C00, 3));
    }

    private byte[] ReadDci(int index, int size)
    {
        byte[] command = [0, 0, 0, 0, 0, 0, 0, 0x0F, 0x00, 0x02, 0x00, 0x08];
        Header(command, index, size);
        Write(0x2FF4, command);
        Pass(10);
        byte[] answer = Read(0x2C04, size + 12);
        return [.. Enumerable.Range(0, size).Select(part => answer[4 + (part ^ 3)])];
    }

    private static void Header(byte[] command, int index, int size)
    {
        command[0] = (byte)(index >> 8);
        command[1] = (byte)index;
        command[2] = (byte)(size >> 4);
        command[3] = (byte)(size << 4);
    }

    private void Pass(int milliseconds) => _clock.AdvanceTo(_clock.Nanoseconds + (milliseconds * Millisecond));

    private byte[] Read(int register, int count)
    {
        byte[] buffer = new byte[count];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Address, [(byte)(register >> 8), (byte)register], 2, buffer, count));
        return buffer;
    }

    private void Write(int register, params byte[] values)
    {
        byte[] data = [(byte)(register >> 8), (byte)register, .. values];
        Assert.Equal(BusStatus.Ok, _bus.Write(Address, data, data.Length));
    }
}
