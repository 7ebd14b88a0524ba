using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/ElectricalState, in volt, ampere and watt.</summary>
internal sealed class ElectricalEncoder() : RosEncoder<ElectricalState>("edgeai_msgs/msg/ElectricalState")
{
    /// <inheritdoc/>
    protected override void Write(ElectricalState message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(ScaleConversion.ValueOf(message.Voltage, message.VoltageScale));
        writer.Write(ScaleConversion.ValueOf(message.Current, message.CurrentScale));
        writer.Write(ScaleConversion.ValueOf(message.Power, message.PowerScale));
    }
}
