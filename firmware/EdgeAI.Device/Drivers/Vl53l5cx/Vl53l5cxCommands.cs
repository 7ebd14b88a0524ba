using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// The VL53L5CX's way of taking commands, on page 2: bytes that end at 0x2FFF, then a status to poll, then perhaps an answer. Data blocks
/// are named by an index; their words go with the high byte first. Nothing waits: a command is sent by one call and its end asked for by the next ones.
/// </summary>
internal sealed class Vl53l5cxCommands
{
    /// <summary>What the driver gives a command: 2 s.</summary>
    internal const long PatienceNanoseconds = 2000000000L;

    private const int HeaderBytes = 4;
    private const int FooterBytes = 8;

    private readonly WideRegisterPort _port;
    private readonly IClock _clock;
    private readonly byte[] _buffer = new byte[64];
    private readonly byte[] _status = new byte[4];
    private bool _sent;
    private long _sentAt;
    private int _written;
    private bool _gaveUp;

    internal Vl53l5cxCommands(WideRegisterPort port, IClock clock)
    {
        _port = port;
        _clock = clock;
    }

    /// <summary>Whether a command was not over in its time, as against a bus that was not.</summary>
    internal bool GaveUp
    {
        get { return _gaveUp; }
    }

    /// <summary>Forgets a command that was going on.</summary>
    internal void Forget()
    {
        _gaveUp = false;
        _sent = false;
        _written = 0;
    }

    /// <summary>Sends bytes, once, and polls for their end.</summary>
    /// <param name="register">Where they begin.</param>
    /// <param name="bytes">Holds them from its start on.</param>
    /// <param name="count">How many.</param>
    /// <param name="at">Which byte of the status tells the end.</param>
    /// <param name="end">What it then holds.</param>
    internal SensorStatus Run(int register, byte[] bytes, int count, int at, byte end)
    {
        if (!_sent)
        {
            SensorStatus status = Send(register, bytes, count);
            if (status != SensorStatus.Ok)
            {
                return status;
            }
        }

        return Poll(at, end);
    }

    /// <summary>Writes a data block and polls for its end.</summary>
    internal SensorStatus WriteBlock(int index, uint[] words)
    {
        int data = 4 * words.Length;
        Header(index, data);
        for (int word = 0; word < words.Length; word++)
        {
            Put(HeaderBytes + 4 * word, words[word]);
        }

        return RunBlock(data);
    }

    /// <summary>Writes a data block that stands in a buffer as it goes over the wire.</summary>
    internal SensorStatus WriteBlock(int index, byte[] wire, int count)
    {
        Header(index, count);
        System.Array.Copy(wire, 0, _buffer, HeaderBytes, count);
        return RunBlock(count);
    }

    /// <summary>Asks for a data block, polls for it and reads it as it comes over the wire.</summary>
    /// <param name="index">The block's index.</param>
    /// <param name="wire">Receives the block at its start.</param>
    /// <param name="count">Its length.</param>
    internal SensorStatus ReadBlock(int index, byte[] wire, int count)
    {
        Header(index, count);
        Put(4, 0x0000000F);
        Put(8, 0x00020008);
        SensorStatus status = Run(Vl53l5cxRegisters.CommandEnd - 11, _buffer, 12, 1, 0x03);
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        BusStatus bus = _port.Read(Vl53l5cxRegisters.CommandAnswer, _buffer, HeaderBytes + count + FooterBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        System.Array.Copy(_buffer, HeaderBytes, wire, 0, count);
        return SensorStatus.Ok;
    }

    /// <summary>Where byte n of a block, counted from the low end of its words, stands on the wire.</summary>
    internal static int WireIndex(int n)
    {
        return (n & ~3) + 3 - (n & 3);
    }

    private SensorStatus RunBlock(int data)
    {
        Put(HeaderBytes + data, 0x0000000F);
        Put(HeaderBytes + data + 4, 0x05010000u + (uint)(data + FooterBytes));
        int count = HeaderBytes + data + FooterBytes;
        return Run(Vl53l5cxRegisters.CommandEnd - count + 1, _buffer, count, 1, 0x03);
    }

    private void Header(int index, int size)
    {
        Put(0, ((uint)index << 16) | ((uint)size << 4));
    }

    private void Put(int at, uint word)
    {
        _buffer[at] = (byte)(word >> 24);
        _buffer[at + 1] = (byte)(word >> 16);
        _buffer[at + 2] = (byte)(word >> 8);
        _buffer[at + 3] = (byte)word;
    }

    private SensorStatus Send(int register, byte[] bytes, int count)
    {
        while (_written < count)
        {
            int chunk = count - _written < _port.LongestWrite ? count - _written : _port.LongestWrite;
            BusStatus bus = _port.WriteBlock(register + _written, bytes, _written, chunk);
            if (bus != BusStatus.Ok)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }

            _written += chunk;
        }

        _written = 0;
        _sent = true;
        _sentAt = _clock.Nanoseconds;
        return SensorStatus.Ok;
    }

    private SensorStatus Poll(int at, byte end)
    {
        BusStatus bus = _port.Read(Vl53l5cxRegisters.CommandStatus, _status, 4);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (_status[at] == end)
        {
            _sent = false;
            return SensorStatus.Ok;
        }

        if (_status[2] >= Vl53l5cxRegisters.ProcessorError)
        {
            return SensorStatus.ChipFault;
        }

        _gaveUp = _clock.Nanoseconds - _sentAt >= PatienceNanoseconds;
        return _gaveUp ? SensorStatus.Timeout : SensorStatus.NotReady;
    }
}
