using System.Buffers.Binary;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Drivers.Vl53l5cx;

/// <summary>
/// A VL53L5CX as far as ST's public driver lets one see it: pages, a boot loader that keeps what is sent to it, and firmware that takes
/// commands, keeps data blocks and gives results by a clock.
/// </summary>
public sealed class Vl53l5cxFake : WideRegisterChip, IChipUnderTest
{
    private readonly IClock _clock;
    private readonly byte[] _memory = new byte[0x10000];
    private readonly Dictionary<int, byte[]> _blocks = [];
    private readonly short[] _distances = new short[64];
    private readonly byte[] _result = new byte[316];
    private byte _page;
    private bool _booted;
    private long _rangingSince;

    public Vl53l5cxFake(IClock clock)
        : base(Vl53l5cxRegisters.DefaultAddress)
    {
        _clock = clock;
        PowerCycle();
    }

    public II2cBus Bus => this;

    /// <summary>What was sent to pages 9 to 11.</summary>
    public byte[] Firmware { get; } = new byte[Vl53l5cxImage.FirmwareBytes];

    /// <summary>What commands outside data blocks brought, by the address that they began at: the latest of each.</summary>
    public Dictionary<int, byte[]> Parts { get; } = [];

    public byte DeviceId { get; set; } = 0xF0;

    /// <summary>The raw status of every zone.</summary>
    public byte ZoneStatus { get; set; } = 5;

    /// <summary>Targets in every zone.</summary>
    public byte Targets { get; set; } = 1;

    /// <summary>Whether results carry another number at their end.</summary>
    public bool Mixed { get; set; }

    /// <summary>Whether commands are never answered.</summary>
    public bool Mute { get; set; }

    /// <summary>Whether the processor answers with an error.</summary>
    public bool ProcessorFails { get; set; }

    /// <summary>The calibration of manufacture.</summary>
    public byte[] Calibration { get; } = MakeCalibration();

    public bool IsRanging => _rangingSince >= 0;

    public int Hertz => _blocks[0x5458][2];

    public void PowerCycle()
    {
        Array.Clear(_memory);
        Array.Clear(Firmware);
        _blocks.Clear();
        _blocks[0x5450] = [4, 4, 4, 0, 0, 0, 8, 8];
        _blocks[0x5458] = [0, 0, 1, 0];
        _blocks[0xAD38] = new byte[16];
        _page = 0;
        _booted = false;
        _rangingSince = -1;
    }

    public void Present(int variant)
    {
        for (int zone = 0; zone < 64; zone++)
        {
            _distances[zone] = Distance(zone, variant);
        }
    }

    public bool Shows(Message reading, int variant)
    {
        var grid = (RangeGrid)reading;
        bool same = grid.Width == 8 && grid.Height == 8;
        for (int zone = 0; zone < 64 && same; zone++)
        {
            same &= grid.Ranges[zone] == Distance(zone, variant) && grid.Statuses[zone] == (byte)RangeStatus.Valid;
        }

        return same;
    }

    protected override void OnWrite(int register, ReadOnlySpan<byte> data)
    {
        if (register == 0x7FFF)
        {
            _page = data[0];
            return;
        }

        switch (_page)
        {
            case 0:
                OnControl(register, data[0]);
                break;
            case >= 9 and <= 11:
                data.CopyTo(Firmware.AsSpan(((_page - 9) * 0x8000) + register));
                break;
            case 2 when register >= 0x2C00 && _booted:
                data.CopyTo(_memory.AsSpan(register));
                if (register + data.Length == 0x3000)
                {
                    Execute();
                }

                break;
        }
    }

    protected override void OnRead(int register, Span<byte> answer)
    {
        if (register == 0x7FFF)
        {
            answer[0] = _page;
        }
        else if (_page == 0)
        {
            ReadControl(register, answer);
        }
        else if (_page == 1)
        {
            answer.Fill(0x10);
        }
        else if (register == 0 && _page == 2)
        {
            Result().AsSpan(0, answer.Length).CopyTo(answer);
        }
        else
        {
            _memory.AsSpan(register, answer.Length).CopyTo(answer);
        }
    }

    private static short Distance(int zone, int variant) => (short)(400 + (zone * 40) + (variant * 100));

    private static byte[] MakeCalibration()
    {
        byte[] calibration = new byte[492];
        new Random(6).NextBytes(calibration);
        return calibration;
    }

    private static int WireIndex(int n) => (n / 4 * 4) + 3 - (n % 4);

    private void OnControl(int register, byte value)
    {
        // The last write of the boot sequence starts the processor; the first of the reboot sequence stops it.
        if (register == 0x000B && value == 1)
        {
            _booted = Firmware.AsSpan().SequenceEqual(MadeUpImage.Bytes.AsSpan(0, Vl53l5cxImage.FirmwareBytes));
            _rangingSince = -1;
        }
        else if (register == 0x000F && value == 0x43)
        {
            _booted = false;
            _rangingSince = -1;
        }
    }

    private void ReadControl(int register, Span<byte> answer)
    {
        answer.Clear();
        if (register == 0 && answer.Length == 2)
        {
            answer[0] = DeviceId;
            answer[1] = 0x02;
        }
        else if (register == 6)
        {
            answer[0] = (byte)(_booted ? 0 : 1);
        }
    }

    private void Execute()
    {
        Array.Clear(_memory, 0x2C00, 4);
        if (Mute)
        {
            return;
        }

        _memory[0x2C01] = 0x03;
        _memory[0x2C02] = (byte)(ProcessorFails ? 0x80 : 0);
        if (ProcessorFails)
        {
            _memory[0x2C01] = 0;
            return;
        }

        Span<byte> footer = _memory.AsSpan(0x2FF8, 8);
        int size = (footer[6] << 8) | footer[7];
        switch (footer[4], footer[5])
        {
            case (0x05, 0x01):
                int start = 0x3000 - size - 4;
                _blocks[(_memory[start] << 8) | _memory[start + 1]] = _memory[(start + 4)..(start + size - 4)];
                break;
            case (0x00, 0x02):
                byte[] block = _blocks[(_memory[0x2FF4] << 8) | _memory[0x2FF5]];
                block.CopyTo(_memory, 0x2C08);
                break;
            case (0x02, 0x02):
                Calibration.CopyTo(_memory, 0x2C04);
                _memory[0x2C00] = 0x02;
                break;
            case (0x00, 0x03):
                _rangingSince = _clock.Nanoseconds;
                break;
            case (0x03, 0x01):
                Parts[0x2E18] = _memory[0x2E18..0x3000];
                break;
            default:
                Parts[0x2C34] = _memory[0x2C34..0x3000];
                Parts[0x2CF8] = _memory[0x2CF8..0x3000];
                break;
        }
    }

    private byte[] Result()
    {
        byte[] result = _result;
        Array.Clear(result);
        long results = IsRanging ? (_clock.Nanoseconds - _rangingSince) * Hertz / 1_000_000_000 : 0;
        if (results == 0)
        {
            result[0] = 255;
            return result;
        }

        result[0] = (byte)(results % 255);
        result[1] = 0x05;
        result[2] = 0x05;
        result[3] = 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(result.AsSpan(10), (ushort)results);
        int at = Put(result, 16, 0x54B400C0, 12);
        at = Put(result, at, 0x54C00040, 4);
        int counts = at + 4;
        at = Put(result, at, 0xCF7C0401, 64);
        int distances = at + 4;
        at = Put(result, at, 0xD33C0402, 128);
        int statuses = at + 4;
        Put(result, at, 0xD47C0401, 64);
        for (int zone = 0; zone < 64; zone++)
        {
            result[counts + WireIndex(zone)] = Targets;
            result[statuses + WireIndex(zone)] = ZoneStatus;
            result[distances + WireIndex(2 * zone)] = (byte)_distances[zone];
            result[distances + WireIndex((2 * zone) + 1)] = (byte)(_distances[zone] >> 8);
        }

        BinaryPrimitives.WriteUInt16BigEndian(result.AsSpan(314), (ushort)(results + (Mixed ? 1 : 0)));
        return result;
    }

    private static int Put(byte[] result, int at, uint header, int bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(at), header);
        return at + 4 + bytes;
    }
}
