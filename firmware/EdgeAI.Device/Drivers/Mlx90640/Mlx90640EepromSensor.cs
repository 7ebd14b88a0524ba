using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.Mlx90640;

/// <summary>
/// Sends the EEPROM of an MLX90640, 832 words of calibration, as an <see cref="Image"/> of counts, 32 x 26, so that the robot can turn
/// the pages of <see cref="Mlx90640Sensor"/> into temperatures. A stream for one reading in some seconds.
/// </summary>
/// <remarks>
/// <para>The EEPROM has no checksum, so every word is read twice and must come the same; what differs is
/// <see cref="SensorStatus.Implausible"/> and is read again from the start. Once it is whole, each reading compares one further burst of 64
/// words with what was read before and delivers all of them, stamped by that comparison; thirteen readings go round. A difference is
/// <see cref="SensorStatus.WrongChip"/>: another chip stands at the address, and its EEPROM is read.</para>
/// <para>The first reading moves 3,328 bytes, about 80 ms at 400 kHz, the highest clock that EEPROM access allows (DS section 8, I2C
/// specifications); further ones 128 bytes. No other error than those of the bus: the EEPROM survives resets.</para>
/// <para>Undetectable: a word that is corrupted alike in both readings.</para>
/// </remarks>
public sealed class Mlx90640EepromSensor : ISensor
{
    private const int BurstWords = 64;

    private readonly WideRegisterPort _port;
    private readonly byte _address;
    private readonly Image _image = new Image(Mlx90640Registers.EepromWords);
    private readonly short[] _words = new short[Mlx90640Registers.EepromWords];
    private readonly byte[] _burst = new byte[2 * BurstWords];
    private bool _whole;
    private int _next;

    /// <summary>Makes a driver.</summary>
    /// <param name="bus">The bus that the chip is on.</param>
    /// <param name="address">The same as that of the chip's <see cref="Mlx90640Sensor"/>.</param>
    /// <param name="clock">The board's clock.</param>
    public Mlx90640EepromSensor(II2cBus bus, byte address, IClock clock)
    {
        _port = new WideRegisterPort(bus, address, clock, 2);
        _address = address;
        _image.Width = Mlx90640Page.Width;
        _image.Height = Mlx90640Page.EepromHeight;
        _image.Scale = new Scale(1, 0, Unit.Count);
    }

    /// <summary>The page that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _image; }
    }

    /// <summary>Reads the whole EEPROM twice, burst by burst.</summary>
    /// <returns>Ok, a bus status, <see cref="SensorStatus.WrongChip"/> or <see cref="SensorStatus.Implausible"/>; see the remarks.</returns>
    public SensorStatus Start()
    {
        _whole = false;
        _next = 0;
        for (int at = 0; at < Mlx90640Registers.EepromWords; at += BurstWords)
        {
            BusStatus bus = ReadBurst(at);
            if (bus != BusStatus.Ok)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }

            for (int i = 0; i < BurstWords; i++)
            {
                _words[at + i] = WordAt(i);
            }

            bus = ReadBurst(at);
            if (bus != BusStatus.Ok)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }

            if (!Holds(at))
            {
                return SensorStatus.Implausible;
            }
        }

        if ((_words[Mlx90640Registers.EepromAddressWord] & 0xFF) != _address)
        {
            return SensorStatus.WrongChip;
        }

        _whole = true;
        return SensorStatus.Ok;
    }

    /// <summary>Compares the next burst and delivers the EEPROM, reading it first where it is not whole.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _whole ? SensorStatus.Ok : Start();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        BusStatus bus = ReadBurst(_next);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        if (!Holds(_next))
        {
            _whole = false;
            return SensorStatus.WrongChip;
        }

        _next = (_next + BurstWords) % Mlx90640Registers.EepromWords;
        System.Array.Copy(_words, 0, _image.Samples, 0, Mlx90640Registers.EepromWords);
        long duration = _port.ReadEnded - _port.ReadBegan;
        _image.Stamp = new Stamp(_port.ReadBegan + duration / 2, (duration + 1) / 2);
        return SensorStatus.Ok;
    }

    private BusStatus ReadBurst(int at)
    {
        return _port.Read(Mlx90640Registers.Eeprom + at, _burst, 2 * BurstWords);
    }

    private bool Holds(int at)
    {
        for (int i = 0; i < BurstWords; i++)
        {
            if (_words[at + i] != WordAt(i))
            {
                return false;
            }
        }

        return true;
    }

    private short WordAt(int i)
    {
        return (short)((_burst[2 * i] << 8) | _burst[2 * i + 1]);
    }
}
