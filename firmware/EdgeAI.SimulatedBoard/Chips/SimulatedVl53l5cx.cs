using System.Buffers.Binary;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// An ST VL53L5CX 8 x 8 range sensor as the wires see it. Its registers are not in the data sheet; what stands here is what ST's
/// public driver (VL53L5CX ULD, BSD licence; user manual UM2884) shows of them: paging at 0x7FFF, identity, reboot, download of
/// the firmware in three pages, start of its processor, the mailbox at 0x2C00 to 0x2FFF with its commands, the flat memory (DCI)
/// that commands read and write, result frames. Not public and therefore not simulated: what the firmware does, so any image of
/// the right length is taken and corruption of it not noticed; what offset, crosstalk and default configuration mean; how long each step
/// takes (the times are made up within the driver's patience); which commands would be refused. Not simulated although public: several
/// targets, motion indicator, thresholds, sleep, the changed address, the interrupt pin.
/// </summary>
public sealed class SimulatedVl53l5cx : ISimulatedI2cChip
{
    /// <summary>The address as delivered (0x52 with its write bit).</summary>
    public const byte DefaultAddress = 0x29;

    private const int Page = 0x7FFF;
    private const int BootPage = 0;
    private const int AccessPage = 1;
    private const int UserPage = 2;
    private const int FirstFirmwarePage = 9;

    // The image: 0x8000, 0x8000 and 0x5000 bytes.
    private const int FirmwarePages = 3;
    private const int FullFirmwarePage = 0x8000;
    private const int LastFirmwarePage = 0x5000;

    private const int Mailbox = 0x2C00;
    private const int Answer = 0x2C04;
    private const int UserMemory = 0x3000;
    private const int ResultMemory = 0x1000;

    private const int ZoneConfiguration = 0x5450;
    private const int Frequency = 0x5458;
    private const int IntegrationTime = 0x545C;
    private const int RangingMode = 0xAD30;
    private const int OutputEnables = 0xCD68;
    private const int OutputList = 0xCD78;
    private const int OutputWords = 12;

    private const byte WriteCommand = 0x01;
    private const byte ReadCommand = 0x02;
    private const byte StartCommand = 0x03;
    private const byte Done = 0x03;
    private const byte Refused = 0x81;
    private const int FooterSize = 8;

    private const long BootNanoseconds = 20_000_000;
    private const long StartNanoseconds = 30_000_000;
    private const long CommandNanoseconds = 2_000_000;

    // Data sheet: at most 15 Hz at 8 x 8, 60 Hz at 4 x 4.
    private const int FastestFull = 15;
    private const int FastestCoarse = 60;

    private readonly IClock _clock;
    private readonly Vl53l5cxFrame _frame;
    private readonly byte[] _user = new byte[UserMemory];
    private readonly byte[] _dci = new byte[0x10000];
    private readonly int[] _firmware = new int[FirmwarePages];
    private readonly uint[] _blocks = new uint[OutputWords];
    private int _blockCount;
    private int _page;
    private int _pointer;
    private bool _access;
    private bool _processorReset;
    private bool _stopped;
    private long _bootedAt;
    private long _runsAt;
    private long _answeredAt;
    private byte _answerId;
    private byte _answerError;
    private bool _ranging;
    private long _origin;
    private long _frames;

    /// <summary>Makes a sensor that has just been powered, without firmware.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="field">What it looks at; zone 0 is the first in its results.</param>
    public SimulatedVl53l5cx(IClock clock, IRangeField field)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(field);
        _clock = clock;
        _frame = new Vl53l5cxFrame(field);
        PowerOn();
    }

    /// <inheritdoc/>
    public bool AcknowledgesAddress => true;

    private bool Runs => _clock.Nanoseconds >= _runsAt;

    /// <inheritdoc/>
    public void PowerOn()
    {
        // What the page is after power-on is not public; a register's usual value.
        _page = BootPage;
        _pointer = 0;
        Reboot(_clock.Nanoseconds);
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        PassTime();
        if (data.Length < 2)
        {
            return true;
        }

        _pointer = (data[0] << 8) | data[1];
        ReadOnlySpan<byte> values = data[2..];
        if (_pointer == Page)
        {
            _page = values.Length > 0 ? values[0] : _page;
        }
        else if (values.Length > 0)
        {
            WriteMemory(_pointer, values);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer)
    {
        PassTime();
        for (int index = 0; index < buffer.Length; index++)
        {
            buffer[index] = ReadRegister((_pointer + index) & 0xFFFF);
        }
    }

    private void Reboot(long instant)
    {
        Array.Clear(_user);
        Array.Clear(_dci);
        Array.Clear(_firmware);
        _access = false;
        _processorReset = false;
        _stopped = false;
        _ranging = false;
        _answeredAt = long.MaxValue;
        _bootedAt = instant + BootNanoseconds;
        _runsAt = long.MaxValue;
        SetDefaults();
    }

    // What the driver's documentation calls the defaults: 4 x 4, 1 Hz, 5 ms, autonomous.
    private void SetDefaults()
    {
        SetDci(ZoneConfiguration, 0, 4);
        SetDci(ZoneConfiguration, 1, 4);
        SetDci(ZoneConfiguration, 4, 8);
        SetDci(ZoneConfiguration, 5, 8);
        SetDci(Frequency, 1, 1);
        SetDci(IntegrationTime, 0, 5000 & 0xFF);
        SetDci(IntegrationTime, 1, 5000 >> 8);
        SetDci(RangingMode, 1, 3);
        SetDci(RangingMode, 3, 2);
    }

    private void SetDci(int index, int hostByte, byte value) => _dci[(index + hostByte) ^ 3] = value;

    private byte Dci(int index, int hostByte) => _dci[(index + hostByte) ^ 3];

    private byte ReadRegister(int register)
    {
        if (register == Page)
        {
            return (byte)_page;
        }

        return _page switch
        {
            BootPage => ReadBoot(register),
            AccessPage => register == 0x21 && _access ? (byte)0x10 : (byte)0,
            UserPage when register is >= Mailbox and < Answer => MailboxStatus(register - Mailbox),
            UserPage when register < UserMemory => _user[register],
            _ => 0,
        };
    }

    private byte ReadBoot(int register) => register switch
    {
        0x00 => 0xF0,
        0x01 => 0x02,

        // 1 once the ROM has booted, 0 while the firmware runs; bit 7 once it has been stopped.
        0x06 when _stopped => 0x80,
        0x06 when Runs => 0x00,
        0x06 => _clock.Nanoseconds >= _bootedAt ? (byte)0x01 : (byte)0x02,
        0x09 => 0x04,
        _ => 0,
    };

    private byte MailboxStatus(int index)
    {
        if (_clock.Nanoseconds < _answeredAt)
        {
            return 0;
        }

        return index switch { 0 => _answerId, 1 => Done, 2 => _answerError, _ => 0 };
    }

    private void WriteMemory(int register, ReadOnlySpan<byte> values)
    {
        switch (_page)
        {
            case BootPage:
                for (int index = 0; index < values.Length; index++)
                {
                    WriteBoot(register + index, values[index]);
                }

                break;
            case UserPage when !Runs:
                _access |= register == 0x03 && values[0] == 0x0D;
                break;
            case UserPage when register + values.Length <= UserMemory:
                values.CopyTo(_user.AsSpan(register));
                if (register + values.Length == UserMemory)
                {
                    Execute();
                }

                break;
            case >= FirstFirmwarePage and < FirstFirmwarePage + FirmwarePages when _access && !Runs:
                TakeFirmware(ref _firmware[_page - FirstFirmwarePage], register, values.Length);
                break;
        }
    }

    private void WriteBoot(int register, byte value)
    {
        switch (register)
        {
            case 0x0F when value == 0x43:
                Reboot(_clock.Nanoseconds);
                break;
            case 0x0B when value == 0x00:
                _processorReset = true;
                break;
            case 0x0B when value == 0x01 && _processorReset:
                _processorReset = false;
                bool whole = _firmware[0] == FullFirmwarePage && _firmware[1] == FullFirmwarePage && _firmware[2] == LastFirmwarePage;
                _runsAt = whole ? _clock.Nanoseconds + StartNanoseconds : long.MaxValue;
                break;
            case 0x14 when Runs:
                _stopped = value == 0x01;
                _ranging &= !_stopped;
                break;
        }
    }

    // Bytes count in order; a piece that is sent again does no harm, a gap is never filled.
    private static void TakeFirmware(ref int received, int register, int count)
    {
        if (register <= received)
        {
            received = Math.Max(received, register + count);
        }
    }

    private void Execute()
    {
        // The last word: an identifier that the answer bears, the kind of command, the length before that word. The command ends with
        // the memory and may have come in pieces.
        ReadOnlySpan<byte> last = _user.AsSpan(UserMemory - 4);
        int length = 4 + BinaryPrimitives.ReadUInt16BigEndian(last[2..]);
        _answerId = last[0];
        _answerError = 0;
        _answeredAt = _clock.Nanoseconds + CommandNanoseconds;
        if (length > UserMemory - Answer)
        {
            _answerError = Refused;
            return;
        }

        ReadOnlySpan<byte> command = _user.AsSpan(UserMemory - length);
        switch (command[^3])
        {
            case WriteCommand when command.Length > FooterSize:
                StoreBlocks(command[..^FooterSize]);
                break;
            case ReadCommand when command.Length > FooterSize:
                GiveBlocks(command);
                break;
            case StartCommand:
                StartRanging();
                break;
            default:
                _answerError = Refused;
                break;
        }
    }

    // Blocks of a header (address and size in the flat memory) and data.
    private void StoreBlocks(ReadOnlySpan<byte> blocks)
    {
        while (blocks.Length >= 4)
        {
            uint header = BinaryPrimitives.ReadUInt32BigEndian(blocks);
            int index = (int)(header >> 16);
            int size = Vl53l5cxFrame.SizeOf(header);
            if (size == 0 || 4 + size > blocks.Length || index + size > _dci.Length)
            {
                return;
            }

            blocks.Slice(4, size).CopyTo(_dci.AsSpan(index));
            blocks = blocks[(4 + size)..];
        }
    }

    private void GiveBlocks(ReadOnlySpan<byte> command)
    {
        Span<byte> answer = _user.AsSpan(Answer);
        ReadOnlySpan<byte> headers = command[..^FooterSize];
        for (int at = 0; headers.Length >= 4; headers = headers[4..])
        {
            uint header = BinaryPrimitives.ReadUInt32BigEndian(headers);
            int index = (int)(header >> 16);
            int size = Vl53l5cxFrame.SizeOf(header);
            if (index + size > _dci.Length || at + 4 + size > answer.Length - command.Length)
            {
                _answerError = Refused;
                return;
            }

            BinaryPrimitives.WriteUInt32BigEndian(answer[at..], header);
            _dci.AsSpan(index, size).CopyTo(answer[(at + 4)..]);
            at += 4 + size;
        }
    }

    private void StartRanging()
    {
        _blockCount = 0;
        for (int word = 0; word < OutputWords; word++)
        {
            uint enables = BinaryPrimitives.ReadUInt32BigEndian(_dci.AsSpan(OutputEnables));
            if ((enables & (1u << word)) != 0)
            {
                _blocks[_blockCount] = BinaryPrimitives.ReadUInt32BigEndian(_dci.AsSpan(OutputList + (4 * word)));
                _blockCount++;
            }
        }

        _stopped = false;
        _ranging = true;
        _origin = _clock.Nanoseconds;
        _frames = 0;
    }

    private void PassTime()
    {
        if (!_ranging)
        {
            return;
        }

        int fastest = Dci(ZoneConfiguration, 0) == 8 ? FastestFull : FastestCoarse;
        long period = 1_000_000_000 / Math.Clamp((int)Dci(Frequency, 1), 1, fastest);
        long frames = (_clock.Nanoseconds - _origin) / period;
        if (frames > _frames)
        {
            _frames = frames;
            _frame.Write(_user.AsSpan(0, ResultMemory), _blocks.AsSpan(0, _blockCount), _origin + (frames * period), frames);
        }
    }
}
