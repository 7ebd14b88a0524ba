using System.Text;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>Writes the configuration of the day's board by the text of CONFIGURATION.md.</summary>
internal static class DayConfiguration
{
    public const byte FirstStream = 5;
    public const int Streams = 5;
    public const ushort Board = 3;

    private const byte Switch = 0x70;
    private const byte BeforeSwitch = 255;

    public static byte[] Bytes(string boardName, QueuePolicyCode policy)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write((byte)1);
        writer.Write(Board);
        Write(writer, boardName);
        writer.Write(new byte[32]);
        writer.Write((byte)LinkKindCode.Host);
        writer.Write((ushort)ConfigurationDecoder.LeastQueueBytes);
        writer.Write((byte)policy);
        writer.Write((ushort)2000);
        writer.Write((short)13);
        writer.Write((byte)1);
        writer.Write((byte)BusKindCode.I2c);
        writer.Write((byte)1);
        writer.Write(400_000u);
        writer.Write((short)8);
        writer.Write((short)9);
        writer.Write((short)-1);
        writer.Write((short)-1);
        writer.Write((byte)Streams);
        WriteSensor(writer, 5, DriverCode.Nau7802, 0, 0x2A, 500_000, [7, 0, 5, 1, 0, 1, 0, 0]);
        WriteSensor(writer, 6, DriverCode.Sht4xTemperature, BeforeSwitch, 0x44, 1_000_000, []);
        WriteSensor(writer, 7, DriverCode.Sht4xHumidity, BeforeSwitch, 0x44, 1_000_000, []);
        WriteSensor(writer, 8, DriverCode.Mpr121, 1, 0x5A, 500_000, [12, 15, 10, 7, 3300]);
        WriteSensor(writer, 9, DriverCode.Nau7802, 2, 0x2A, 1_000_000, [7, 0, 5, 1, 0, 1, 0, 0]);
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

    private static void WriteSensor(BinaryWriter writer, byte stream, DriverCode driver, byte channel, byte address, uint period, int[] parameters)
    {
        writer.Write(stream);
        writer.Write((byte)driver);
        writer.Write((byte)0);
        writer.Write(channel == BeforeSwitch ? (byte)0 : Switch);
        writer.Write((byte)1);
        writer.Write(channel);
        writer.Write(address);
        writer.Write(period);
        Write(writer, "r_grip");
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
