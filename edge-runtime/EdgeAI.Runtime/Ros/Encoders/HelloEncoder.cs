using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/BoardHello.</summary>
internal sealed class HelloEncoder() : RosEncoder<Hello>("edgeai_msgs/msg/BoardHello")
{
    /// <inheritdoc/>
    protected override void Write(Hello message, in RosHeader header, CdrWriter writer)
    {
        RosHeader.WriteTime(writer, header.Nanoseconds);
        writer.WriteText(message.BoardName.Bytes.AsSpan(0, message.BoardName.Count));
        writer.WriteText(message.SerialNumber.Bytes.AsSpan(0, message.SerialNumber.Count));
        writer.WriteText(message.FirmwareVersion.Bytes.AsSpan(0, message.FirmwareVersion.Count));
        writer.WriteHex(message.ProfileHash);
        writer.Write((byte)message.StreamCount);
    }
}
