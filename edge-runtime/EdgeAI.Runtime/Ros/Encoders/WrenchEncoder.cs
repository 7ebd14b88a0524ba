using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes geometry_msgs/WrenchStamped. A wrench whose unit its set does not state is told in counts.</summary>
internal sealed class WrenchEncoder() : RosEncoder<WrenchStamped>("geometry_msgs/msg/WrenchStamped")
{
    /// <inheritdoc/>
    protected override void Write(WrenchStamped message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        WriteVector(writer, message.Force, message.ForceScale);
        WriteVector(writer, message.Torque, message.TorqueScale);
    }

    private static void WriteVector(CdrWriter writer, int[] values, in Scale scale)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            writer.Write(ScaleConversion.ValueOf(values[axis], scale));
        }
    }
}
