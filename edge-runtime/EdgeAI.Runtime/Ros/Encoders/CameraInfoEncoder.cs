using EdgeAI.Runtime.Cameras;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes what is known of a lens as sensor_msgs/CameraInfo, for one camera that is not rectified.</summary>
internal sealed class CameraInfoEncoder() : RosEncoder<CameraInformation>("sensor_msgs/msg/CameraInfo")
{
    private const int RegionNumbers = 4;

    /// <inheritdoc/>
    protected override void Write(CameraInformation message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(message.Height);
        writer.Write(message.Width);
        writer.Write(message.DistortionModel);
        writer.WriteCount(message.Distortion.Count);
        for (int index = 0; index < message.Distortion.Count; index++)
        {
            writer.Write(message.Distortion[index]);
        }

        // K, the intrinsic matrix.
        WriteRow(writer, message.Fx, 0, message.Cx);
        WriteRow(writer, 0, message.Fy, message.Cy);
        WriteRow(writer, 0, 0, 1);

        // R, which rotates nothing.
        WriteRow(writer, 1, 0, 0);
        WriteRow(writer, 0, 1, 0);
        WriteRow(writer, 0, 0, 1);

        // P, which is K and no translation.
        WriteRow(writer, message.Fx, 0, message.Cx);
        writer.Write(0.0);
        WriteRow(writer, 0, message.Fy, message.Cy);
        writer.Write(0.0);
        WriteRow(writer, 0, 0, 1);
        writer.Write(0.0);

        // No binning, and the whole image.
        writer.Write(0);
        writer.Write(0);
        for (int number = 0; number < RegionNumbers; number++)
        {
            writer.Write(0);
        }

        writer.Write(false);
    }

    private static void WriteRow(CdrWriter writer, double first, double second, double third)
    {
        writer.Write(first);
        writer.Write(second);
        writer.Write(third);
    }
}
