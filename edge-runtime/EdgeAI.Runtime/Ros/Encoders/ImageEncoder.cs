using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes sensor_msgs/Image in encoding 32FC1: every sample in its unit, degrees Celsius for a thermal image.</summary>
internal sealed class ImageEncoder() : RosEncoder<Image>("sensor_msgs/msg/Image")
{
    /// <inheritdoc/>
    protected override void Write(Image message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(message.Height);
        writer.Write(message.Width);
        writer.Write("32FC1");
        writer.Write((byte)0);
        writer.Write(message.Width * sizeof(float));
        int samples = message.Width * message.Height;
        writer.WriteCount(samples * sizeof(float));
        for (int sample = 0; sample < samples; sample++)
        {
            // After a count a sequence of bytes stands aligned to four, so floats may be written as such.
            writer.Write((float)ScaleConversion.ValueOf(message.Samples[sample], message.Scale));
        }
    }
}
