using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes edgeai_msgs/PerceptionEvent.</summary>
internal sealed class EventEncoder() : RosEncoder<PerceptionEvent>("edgeai_msgs/msg/PerceptionEvent")
{
    // By wire number: an enum's own text would be made anew each time.
    private static readonly string[] Kinds = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(static number => ((PerceptionEventKind)number).ToString())];

    /// <inheritdoc/>
    protected override void Write(PerceptionEvent message, in RosHeader header, CdrWriter writer)
    {
        header.WriteTo(writer);
        writer.Write(message.OldestInputAgeMicroseconds);
        writer.Write(Kinds[(byte)message.Kind]);
        writer.Write(message.Active);
        writer.Write(ScaleConversion.ValueOf(message.Value, message.Scale));
        writer.Write(UnitText.Of(message.Scale.Unit));
    }
}
