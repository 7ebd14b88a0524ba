using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Configuration;

/// <summary>Reads a board's configuration from its bytes (CONFIGURATION.md). Pure; nothing throws, and what it allocates is bounded by the bytes.</summary>
public static class ConfigurationDecoder
{
    /// <summary>The most bytes of a configuration.</summary>
    public const int MaxLength = 8192;

    /// <summary>The fewest bytes of a send queue: the largest frame and the two bytes of its length, or that frame could never be sent.</summary>
    public const int LeastQueueBytes = FrameLayout.MaxLinkLength + 2;

    /// <summary>The most buses of a board.</summary>
    public const int MaxBuses = 8;

    /// <summary>The most sensors of a board.</summary>
    public const int MaxSensors = 32;

    /// <summary>The version that is understood.</summary>
    public const int Version = 1;

    private const int ChecksumLength = 4;
    private const int MaxBoardName = 32;
    private const int MaxHost = 200;
    private const int MaxTopic = 64;

    /// <summary>Reads a configuration.</summary>
    /// <param name="bytes">Holds it from its start on.</param>
    /// <param name="count">How many bytes it has; more than there are is <see cref="ConfigurationStatus.BadLength"/>.</param>
    public static ConfigurationVerdict Decode(byte[] bytes, int count)
    {
        if (count > MaxLength)
        {
            return new ConfigurationVerdict(ConfigurationStatus.TooLong, 0, -1, -1, null);
        }

        if (bytes == null || count > bytes.Length || count <= ChecksumLength)
        {
            return new ConfigurationVerdict(ConfigurationStatus.BadLength, 0, -1, -1, null);
        }

        int end = count - ChecksumLength;
        if (Crc32C.Compute(bytes, 0, end) != LittleEndian.ReadUInt32(bytes, end))
        {
            return new ConfigurationVerdict(ConfigurationStatus.BadCrc, end, -1, -1, null);
        }

        ConfigurationReader reader = new ConfigurationReader(bytes, end);
        BoardConfiguration configuration = new BoardConfiguration();
        int bus = -1;
        int sensor = -1;
        ReadBoard(reader, configuration);
        int buses = reader.Byte();
        reader.Require(buses <= MaxBuses, ConfigurationStatus.BadCount);
        configuration.Buses = new BusConfiguration[reader.IsSound ? buses : 0];
        for (int index = 0; index < configuration.Buses.Length && reader.IsSound; index++)
        {
            bus = index;
            configuration.Buses[index] = ReadBus(reader);
        }

        bus = reader.IsSound ? -1 : bus;
        int sensors = reader.Byte();
        reader.Require(sensors >= 1 && sensors <= MaxSensors, ConfigurationStatus.BadCount);
        configuration.Sensors = new SensorConfiguration[reader.IsSound ? sensors : 0];
        for (int index = 0; index < configuration.Sensors.Length && reader.IsSound; index++)
        {
            sensor = index;
            configuration.Sensors[index] = new SensorConfiguration();
            SensorDecoder.Read(reader, configuration, index);
        }

        sensor = reader.IsSound ? -1 : sensor;
        reader.RequireEnd();
        return new ConfigurationVerdict(reader.Status, reader.RejectedAt, bus, sensor, reader.IsSound ? configuration : null);
    }

    private static void ReadBoard(ConfigurationReader reader, BoardConfiguration configuration)
    {
        int version = reader.Byte();
        reader.Require(version == Version, ConfigurationStatus.UnknownVersion);
        configuration.Board = reader.UInt16();
        reader.Require(configuration.Board != 0 && configuration.Board != BoardAddress.EveryBoard, ConfigurationStatus.BadValue);
        configuration.BoardName = reader.Text(0, MaxBoardName);
        reader.Bytes(configuration.ProfileHash);
        ReadLink(reader, configuration.Link);
        configuration.QueueBytes = reader.UInt16();
        reader.Require(configuration.QueueBytes >= LeastQueueBytes, ConfigurationStatus.BadValue);
        byte policy = reader.Byte();
        reader.Require(policy <= (byte)QueuePolicyCode.DropOldest, ConfigurationStatus.UnknownCode);
        configuration.QueuePolicy = (QueuePolicyCode)policy;
        configuration.WatchdogMilliseconds = reader.UInt16();
        reader.Require(configuration.WatchdogMilliseconds == 0 || configuration.WatchdogMilliseconds >= 100, ConfigurationStatus.BadValue);
        configuration.IdentifyPin = ReadPin(reader);
    }

    private static void ReadLink(ConfigurationReader reader, LinkConfiguration link)
    {
        byte kind = reader.Byte();
        reader.Require(kind <= (byte)LinkKindCode.Host, ConfigurationStatus.UnknownCode);
        link.Kind = (LinkKindCode)kind;
        if (!reader.IsSound)
        {
            return;
        }

        if (link.Kind == LinkKindCode.Serial)
        {
            link.SerialPort = reader.Byte();
            reader.Require(link.SerialPort >= 1 && link.SerialPort <= 8, ConfigurationStatus.BadValue);
            link.Baud = reader.Int32();
            reader.Require(link.Baud >= 9600 && link.Baud <= 4000000, ConfigurationStatus.BadValue);
            link.TransmitPin = ReadPin(reader);
            link.ReceivePin = ReadPin(reader);
        }
        else if (link.Kind == LinkKindCode.Mqtt)
        {
            link.Host = reader.Text(1, MaxHost);
            link.Port = reader.UInt16();
            reader.Require(link.Port != 0, ConfigurationStatus.BadValue);
            link.Topic = reader.Text(1, MaxTopic);
            reader.Require(link.Topic.IndexOf('+') < 0 && link.Topic.IndexOf('#') < 0, ConfigurationStatus.BadText);
        }
    }

    private static BusConfiguration ReadBus(ConfigurationReader reader)
    {
        BusConfiguration bus = new BusConfiguration();
        byte kind = reader.Byte();
        reader.Require(kind <= (byte)BusKindCode.Spi, ConfigurationStatus.UnknownCode);
        bus.Kind = (BusKindCode)kind;
        bus.Number = reader.Byte();
        bus.Hertz = reader.Int32();
        int fastest = bus.Kind == BusKindCode.I2c ? 1000000 : 10000000;
        reader.Require(bus.Hertz >= 10000 && bus.Hertz <= fastest, ConfigurationStatus.BadValue);
        bus.DataPin = ReadPin(reader);
        bus.SecondPin = ReadPin(reader);
        bus.ClockPin = ReadPin(reader);
        reader.Require(bus.Kind == BusKindCode.Spi || bus.ClockPin < 0, ConfigurationStatus.BadValue);
        bus.SelectPin = ReadPin(reader);
        reader.Require(bus.Kind == BusKindCode.Spi || bus.SelectPin < 0, ConfigurationStatus.BadValue);
        return bus;
    }

    private static int ReadPin(ConfigurationReader reader)
    {
        int pin = reader.Int16();
        reader.Require(pin >= -1, ConfigurationStatus.BadValue);
        return pin;
    }
}
