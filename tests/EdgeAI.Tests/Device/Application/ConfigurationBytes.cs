using System.Text;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Application;

/// <summary>Writes small configurations by the text of CONFIGURATION.md: one I2C bus with bridges on it.</summary>
internal sealed class ConfigurationBytes
{
    public string BoardName { get; init; } = "bench";

    public ushort Board { get; init; } = 3;

    public ushort QueueBytes { get; init; } = 8192;

    public QueuePolicyCode QueuePolicy { get; init; } = QueuePolicyCode.DropNewest;

    public ushort WatchdogMilliseconds { get; init; } = 2000;

    public short IdentifyPin { get; init; } = 13;

    /// <summary>The bridge's stream; a second bridge, on a bus where no chip answers, is added where <see cref="HasMissingChip"/>.</summary>
    public byte Stream { get; init; } = 5;

    public uint PeriodMicroseconds { get; init; } = 12_500;

    public bool HasMissingChip { get; init; }

    /// <summary>Whether a skin of one barometer, on the next stream, is on the first bus.</summary>
    public bool HasSkin { get; init; }

    public byte[] ToArray()
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write((byte)1);
        writer.Write(Board);
        Write(writer, BoardName);
        writer.Write(new byte[32]);
        writer.Write((byte)LinkKindCode.Host);
        writer.Write(QueueBytes);
        writer.Write((byte)QueuePolicy);
        writer.Write(WatchdogMilliseconds);
        writer.Write(IdentifyPin);
        byte bridges = (byte)(HasMissingChip ? 2 : 1);
        writer.Write(bridges);
        for (byte bus = 0; bus < bridges; bus++)
        {
            WriteBus(writer, bus);
        }

        writer.Write((byte)(bridges + (HasSkin ? 1 : 0)));
        for (byte bus = 0; bus < bridges; bus++)
        {
            WriteSensor(writer, (byte)(Stream + bus), bus, DriverCode.Nau7802, 0x2A, [7, 3, 5, 1, 0, 1, 0, 0]);
        }

        if (HasSkin)
        {
            WriteSensor(writer, (byte)(Stream + 1), 0, DriverCode.Bmp390Taxels, 0x76, [2, 0]);
        }

        writer.Flush();
        byte[] body = bytes.ToArray();
        byte[] whole = [.. body, 0, 0, 0, 0];
        LittleEndian.WriteUInt32(whole, body.Length, Crc32C.Compute(body, 0, body.Length));
        return whole;
    }

    private static void Write(BinaryWriter writer, string text)
    {
        writer.Write((byte)text.Length);
        writer.Write(Encoding.ASCII.GetBytes(text));
    }

    private static void WriteBus(BinaryWriter writer, byte number)
    {
        writer.Write((byte)BusKindCode.I2c);
        writer.Write((byte)(number + 1));
        writer.Write(400_000u);
        writer.Write((short)(8 + number));
        writer.Write((short)(18 + number));
        writer.Write((short)-1);
        writer.Write((short)-1);
    }

    private void WriteSensor(BinaryWriter writer, byte stream, byte bus, DriverCode driver, byte address, int[] parameters)
    {
        writer.Write(stream);
        writer.Write((byte)driver);
        writer.Write(bus);
        writer.Write((byte)0);
        writer.Write((byte)1);
        writer.Write(SensorConfiguration.NoChannel);
        writer.Write(address);
        writer.Write(PeriodMicroseconds);
        Write(writer, "r_grip_bridge");
        writer.Write(uint.MaxValue);
        writer.Write(0u);
        writer.Write(new byte[32]);
        writer.Write((byte)0);
        writer.Write((byte)0);
        writer.Write((ushort)parameters.Length);
        Array.ForEach(parameters, writer.Write);
        writer.Write((ushort)0);
    }
}
