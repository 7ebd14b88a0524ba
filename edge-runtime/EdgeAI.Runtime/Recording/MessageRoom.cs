using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Runtime.Recording;

/// <summary>Makes messages that hold whatever a frame of their type may say.</summary>
internal static class MessageRoom
{
    private const int Components = 3;

    /// <summary>A message of a type; null for those that <see cref="RosEncoders"/> has no shape for.</summary>
    public static Message? Make(MessageType type) => type switch
    {
        MessageType.Image => new Image(Image.MaxSamples),
        MessageType.TactileArray => new TactileArray(TactileArray.MaxTaxels, Components),
        MessageType.WrenchStamped => new WrenchStamped(),
        MessageType.ForceStamped => new ForceStamped(),
        MessageType.Imu => new Imu(),
        MessageType.RangeMeasurement => new RangeMeasurement(),
        MessageType.RangeGrid => new RangeGrid(RangeGrid.MaxZones),
        MessageType.Temperature => new Temperature(),
        MessageType.FluidPressure => new FluidPressure(),
        MessageType.RelativeHumidity => new RelativeHumidity(),
        MessageType.MagneticField => new MagneticField(),
        MessageType.ElectricalState => new ElectricalState(),
        MessageType.JointState => new JointState(),
        MessageType.Classification => new Classification(),
        MessageType.PerceptionEvent => new PerceptionEvent(),
        MessageType.Detection2DArray => new Detection2DArray(),
        MessageType.Fault => new Fault(),
        MessageType.LogRecord => new LogRecord(),
        MessageType.Hello => new Hello(),
        _ => null,
    };
}
