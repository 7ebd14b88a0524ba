using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/RangeGrid.</summary>
internal sealed class RangeGridEncoder() : RosEncoder<RangeGrid>("edgeai_msgs/msg/RangeGrid")
{
    private const float Milli = 1000;

    /// <inheritdoc/>
    protected override void Write(RangeGrid message, in RosHeader header, CdrWriter writer)
    {
        int zones = message.Width * message.Height;
        header.WriteTo(writer);
        writer.Write(message.Height);
        writer.Write(message.Width);
        writer.Write(message.FieldOfViewXMilliradian / Milli);
        writer.Write(message.FieldOfViewYMilliradian / Milli);
        writer.Write((float)ScaleConversion.ValueOf(message.Minimum, message.Scale));
        writer.Write((float)ScaleConversion.ValueOf(message.Maximum, message.Scale));
        writer.WriteCount(zones);
        for (int zone = 0; zone < zones; zone++)
        {
            writer.Write((float)ScaleConversion.ValueOf(message.Ranges[zone], message.Scale));
        }

        writer.WriteSequence(message.Statuses.AsSpan(0, zones));
    }
}
