using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/TactileArray.</summary>
internal sealed class TactileEncoder() : RosEncoder<TactileArray>("edgeai_msgs/msg/TactileArray")
{
    /// <inheritdoc/>
    protected override void Write(TactileArray message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(UnitText.Of(message.Scale.Unit));
        writer.Write((byte)message.Components);
        int values = message.TaxelCount * message.Components;
        writer.WriteCount(values);
        for (int value = 0; value < values; value++)
        {
            writer.Write((float)ScaleConversion.ValueOf(message.Values[value], message.Scale));
        }

        writer.Write(message.HasTouch);
        int touches = message.HasTouch ? message.TaxelCount : 0;
        writer.WriteCount(touches);
        for (int taxel = 0; taxel < touches; taxel++)
        {
            writer.Write(message.IsTouched(taxel));
        }
    }
}
