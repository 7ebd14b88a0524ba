using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes sensor_msgs/MagneticField; all-zero covariance where the sensor's variance is not known, as the definition says it.</summary>
/// <param name="stream">Knows the sensor's variance.</param>
internal sealed class MagneticEncoder(RosStream stream) : RosEncoder<MagneticField>("sensor_msgs/msg/MagneticField")
{
    private const int Axes = 3;

    /// <inheritdoc/>
    protected override void Write(MagneticField message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        for (int axis = 0; axis < Axes; axis++)
        {
            writer.Write(ScaleConversion.ValueOf(message.Field[axis], message.Scale));
        }

        for (int element = 0; element < Axes * Axes; element++)
        {
            writer.Write(element % (Axes + 1) == 0 ? stream.Variance : 0.0);
        }
    }
}
