using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes sensor_msgs/Imu. A part that the sensor has not is told as the definition asks: -1 first in its covariance.</summary>
internal sealed class ImuEncoder() : RosEncoder<Imu>("sensor_msgs/msg/Imu")
{
    private const int CovarianceLength = 9;

    /// <inheritdoc/>
    protected override void Write(Imu message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        bool oriented = (message.Parts & ImuParts.Orientation) != 0;
        for (int axis = 0; axis < 4; axis++)
        {
            // The quaternion of no rotation stands where there is none: viewers draw it all the same.
            writer.Write(oriented ? ScaleConversion.ValueOf(message.Orientation[axis], message.OrientationScale) : axis == 3 ? 1.0 : 0.0);
        }

        WriteCovariance(writer, oriented);
        WritePart(writer, message, ImuParts.AngularVelocity, message.AngularVelocity, message.AngularVelocityScale);
        WritePart(writer, message, ImuParts.LinearAcceleration, message.LinearAcceleration, message.LinearAccelerationScale);
    }

    private static void WritePart(CdrWriter writer, Imu message, ImuParts part, int[] values, in Scale scale)
    {
        bool valid = (message.Parts & part) != 0;
        for (int axis = 0; axis < 3; axis++)
        {
            writer.Write(valid ? ScaleConversion.ValueOf(values[axis], scale) : 0.0);
        }

        WriteCovariance(writer, valid);
    }

    private static void WriteCovariance(CdrWriter writer, bool valid)
    {
        writer.Write(valid ? 0.0 : -1.0);
        writer.WriteRepeated(0, CovarianceLength - 1);
    }
}
