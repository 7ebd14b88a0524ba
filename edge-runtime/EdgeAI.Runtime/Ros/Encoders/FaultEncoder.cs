using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/Fault.</summary>
internal sealed class FaultEncoder() : RosEncoder<Fault>("edgeai_msgs/msg/Fault")
{
    // By wire number: an enum's own text would be made anew each time.
    private static readonly string[] Statuses = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(static number => ((SensorStatus)number).ToString())];

    /// <inheritdoc/>
    protected override void Write(Fault message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(Statuses[(byte)message.Status]);
        writer.Write(message.FailedReadings);
    }
}
