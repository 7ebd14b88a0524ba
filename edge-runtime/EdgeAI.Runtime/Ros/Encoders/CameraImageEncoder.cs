using EdgeAI.Runtime.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes a camera's image as sensor_msgs/Image, byte for byte.</summary>
internal sealed class CameraImageEncoder() : RosEncoder<CameraImage>("sensor_msgs/msg/Image")
{
    /// <inheritdoc/>
    protected override void Write(CameraImage message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(message.Height);
        writer.Write(message.Width);
        writer.Write(message.Encoding);
        writer.Write((byte)0);
        writer.Write(message.Step);
        writer.WriteSequence(message.Data.AsSpan(0, message.Length));
    }
}
