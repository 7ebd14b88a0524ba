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
        writer.Write(message.Voltage * ScaleConversion.StepOf(message.VoltageScale));
        writer.Write(message.Current * ScaleConversion.StepOf(message.CurrentScale));
        writer.Write(message.Power * ScaleConversion.StepOf(message.PowerScale));
    }
}
