using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes sensor_msgs/JointState; a part that is not known is an empty list, as the definition asks.</summary>
/// <param name="stream">Knows the joints' names.</param>
internal sealed class JointStateEncoder(RosStream stream) : RosEncoder<JointState>("sensor_msgs/msg/JointState")
{
    /// <inheritdoc/>
    protected override void Write(JointState message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.WriteCount(message.Count);
        for (int joint = 0; joint < message.Count; joint++)
        {
            writer.Write(stream.NameAt(joint));
        }

        WritePart(writer, message, JointStateParts.Position, message.Position, message.PositionScale);
        WritePart(writer, message, JointStateParts.Velocity, message.Velocity, message.VelocityScale);
        WritePart(writer, message, JointStateParts.Effort, message.Effort, message.EffortScale);
    }

    private static void WritePart(CdrWriter writer, JointState message, JointStateParts part, int[] values, in Scale scale)
    {
        int count = (message.Parts & part) != 0 ? message.Count : 0;
        writer.WriteCount(count);
        for (int joint = 0; joint < count; joint++)
        {
            writer.Write(ScaleConversion.ValueOf(values[joint], scale));
        }
    }
}
