using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes the messages of ROS that are one number and its variance: sensor_msgs/Temperature, FluidPressure, RelativeHumidity.</summary>
/// <param name="schemaName">Which of them.</param>
/// <param name="stream">Knows the sensor's variance.</param>
internal sealed class ScalarEncoder(string schemaName, RosStream stream) : RosEncoder<ScalarMessage>(schemaName)
{
    /// <inheritdoc/>
    protected override void Write(ScalarMessage message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(ScaleConversion.ValueOf(message.Value, message.Scale));
        writer.Write(stream.Variance);
    }
}
