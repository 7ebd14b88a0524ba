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
        double step = ScaleConversion.StepOf(message.Scale);
        int zones = message.Width * message.Height;
        header.WriteTo(writer);
        writer.Write(message.Height);
        writer.Write(message.Width);
        writer.Write(message.FieldOfViewXMilliradian / Milli);
        writer.Write(message.FieldOfViewYMilliradian / Milli);
        writer.Write((float)(message.Minimum * step));
        writer.Write((float)(message.Maximum * step));
        writer.WriteCount(zones);
        for (int zone = 0; zone < zones; zone++)
        {
            writer.Write((float)(message.Ranges[zone] * step));
        }

        writer.WriteSequence(message.Statuses.AsSpan(0, zones));
    }
}
