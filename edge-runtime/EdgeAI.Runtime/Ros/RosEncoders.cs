using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Ros.Encoders;

namespace EdgeAI.Runtime.Ros;

/// <summary>The one list of which message leaves the robot in which shape of ROS; recordings and live views both go by it.</summary>
public static class RosEncoders
{
    /// <summary>Makes the encoder of a stream's messages of one type.</summary>
    /// <param name="type">The message.</param>
    /// <param name="stream">What else is known of the stream.</param>
    /// <returns>The encoder; null for what is part of the wire's own talk and has no shape in ROS.</returns>
    public static RosEncoder? Make(MessageType type, RosStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return type switch
        {
            MessageType.Image => new ImageEncoder(),
            MessageType.TactileArray => new TactileEncoder(),
            MessageType.WrenchStamped => new WrenchEncoder(),
            MessageType.ForceStamped => new ForceEncoder(),
            MessageType.Imu => new ImuEncoder(),
            MessageType.RangeMeasurement => new RangeEncoder(stream),
            MessageType.RangeGrid => new RangeGridEncoder(),
            MessageType.Temperature => new ScalarEncoder("sensor_msgs/msg/Temperature", stream),
            MessageType.FluidPressure => new ScalarEncoder("sensor_msgs/msg/FluidPressure", stream),
            MessageType.RelativeHumidity => new ScalarEncoder("sensor_msgs/msg/RelativeHumidity", stream),
            MessageType.MagneticField => new MagneticEncoder(stream),
            MessageType.ElectricalState => new ElectricalEncoder(),
            MessageType.JointState => new JointStateEncoder(stream),
            MessageType.Detection2DArray => new DetectionEncoder(stream),
            MessageType.Classification => new ClassificationEncoder(stream),
            MessageType.PerceptionEvent => new EventEncoder(),
            MessageType.Fault => new FaultEncoder(),
            MessageType.LogRecord => new LogEncoder(stream),
            MessageType.Hello => new HelloEncoder(),
            _ => null,
        };
    }

    /// <summary>Makes the encoder that draws a detector's answers onto its images.</summary>
    public static RosEncoder<Detection2DArray> MakeAnnotations(RosStream stream) => new AnnotationEncoder(stream);

    /// <summary>Makes the encoder of what is known of a camera's lens.</summary>
    public static RosEncoder<CameraInformation> MakeCameraInfo() => new CameraInfoEncoder();

    /// <summary>Makes the encoder of a camera's images.</summary>
    public static RosEncoder<CameraImage> MakeImage() => new CameraImageEncoder();

    /// <summary>Makes the encoder of a camera's compressed images.</summary>
    public static RosEncoder<CompressedImage> MakeCompressedImage() => new CompressedImageEncoder();
}
