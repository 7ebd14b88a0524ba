using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes sensor_msgs/Range; what is no valid distance is told as REP-117 asks: -inf too near, +inf too far or nothing there, NaN otherwise.</summary>
/// <param name="stream">Knows the sensor's variance.</param>
internal sealed class RangeEncoder(RosStream stream) : RosEncoder<RangeMeasurement>("sensor_msgs/msg/Range")
{
    // sensor_msgs/Range knows sound and light; all range sensors here use light.
    private const byte Infrared = 1;
    private const float Milli = 1000;

    /// <inheritdoc/>
    protected override void Write(RangeMeasurement message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(Infrared);
        writer.Write(message.FieldOfViewMilliradian / Milli);
        writer.Write((float)ScaleConversion.ValueOf(message.Minimum, message.Scale));
        writer.Write((float)ScaleConversion.ValueOf(message.Maximum, message.Scale));
        writer.Write(message.Status switch
        {
            RangeStatus.Valid => (float)ScaleConversion.ValueOf(message.Distance, message.Scale),
            RangeStatus.TooNear => float.NegativeInfinity,
            RangeStatus.TooFar or RangeStatus.NoTarget => float.PositiveInfinity,
            _ => float.NaN,
        });
        writer.Write((float)stream.Variance);
    }
}
