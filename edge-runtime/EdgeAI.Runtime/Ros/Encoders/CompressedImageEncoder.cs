using EdgeAI.Runtime.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes a camera's compressed image as sensor_msgs/CompressedImage, byte for byte.</summary>
internal sealed class CompressedImageEncoder() : RosEncoder<CompressedImage>("sensor_msgs/msg/CompressedImage")
{
    /// <inheritdoc/>
    protected override void Write(CompressedImage message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(message.Format);
        writer.WriteSequence(message.Data.AsSpan(0, message.Length));
    }
}
