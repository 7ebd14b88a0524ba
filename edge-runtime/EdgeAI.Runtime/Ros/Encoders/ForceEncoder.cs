using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/ForceStamped.</summary>
internal sealed class ForceEncoder() : RosEncoder<ForceStamped>("edgeai_msgs/msg/ForceStamped")
{
    /// <inheritdoc/>
    protected override void Write(ForceStamped message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(UnitText.Of(message.Scale.Unit));
        writer.Write(ScaleConversion.ValueOf(message.Value, message.Scale));
        writer.Write(message.RawCount);
    }
}
