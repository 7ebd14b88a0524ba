using System.Text;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>Writes a decoded configuration back: what was accepted has one encoding, so the bytes must be those that were decoded.</summary>
internal static class ConfigurationBytes
{
    public static byte[] Of(BoardConfiguration board)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write((byte)1);
        writer.Write(board.Board);
        Text(writer, board.BoardName);
        writer.Write(board.ProfileHash);
        Link(writer, board.Link);
        writer.Write((ushort)board.QueueBytes);
        writer.Write((byte)board.QueuePolicy);
        writer.Write((ushort)board.WatchdogMilliseconds);
        writer.Write((short)board.IdentifyPin);
        writer.Write((byte)board.Buses.Length);
        foreach (BusConfiguration bus in board.Buses)
        {
            writer.Write((byte)bus.Kind);
            writer.Write((byte)bus.Number);
            writer.Write(bus.Hertz);
            writer.Write((short)bus.DataPin);
            writer.Write((short)bus.SecondPin);
            writer.Write((short)bus.ClockPin);
            writer.Write((short)bus.SelectPin);
        }

        writer.Write((byte)board.Sensors.Length);
        foreach (SensorConfiguration sensor in board.Sensors)
        {
            Sensor(writer, sensor);
        }

        byte[] body = stream.ToArray();
        writer.Write(Crc32C.Compute(body, 0, body.Length));
        return stream.ToArray();
    }

    private static void Link(BinaryWriter writer, LinkConfiguration link)
    {
        writer.Write((byte)link.Kind);
        switch (link.Kind)
        {
            case LinkKindCode.Serial:
                writer.Write((byte)link.SerialPort);
                writer.Write(link.Baud);
                writer.Write((short)link.TransmitPin);
                writer.Write((short)link.ReceivePin);
                break;
            case LinkKindCode.Mqtt:
                Text(writer, link.Host);
                writer.Write((ushort)link.Port);
                Text(writer, link.Topic);
                break;
        }
    }

    private static void Sensor(BinaryWriter writer, SensorConfiguration sensor)
    {
        writer.Write(sensor.Stream);
        writer.Write((byte)sensor.Driver);
        writer.Write((byte)sensor.Bus);
        writer.Write(sensor.Switch);
        writer.Write((byte)sensor.Addresses.Length);
        for (int chip = 0; chip < sensor.Addresses.Length; chip++)
        {
            writer.Write(sensor.Channels[chip]);
            writer.Write(sensor.Addresses[chip]);
        }

        writer.Write(sensor.PeriodMicroseconds);
        Text(writer, sensor.FrameName);
        writer.Write(sensor.Uncertainty);
        writer.Write(sensor.Calibrated);
        writer.Write(sensor.CertificateHash);
        writer.Write((byte)sensor.Decision);
        writer.Write((byte)(sensor.DecisionsAlone ? 1 : 0));
        if (sensor.Decision != DecisionCode.None)
        {
            Array.ForEach([sensor.DecisionRest, sensor.DecisionContact, sensor.DecisionRelease], writer.Write);
        }

        writer.Write((ushort)sensor.Parameters.Length);
        Array.ForEach(sensor.Parameters, writer.Write);
        writer.Write((ushort)(sensor.Taxels.Length / 6));
        Array.ForEach(sensor.Taxels, writer.Write);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        writer.Write((byte)text.Length);
        writer.Write(Encoding.ASCII.GetBytes(text));
    }
}
