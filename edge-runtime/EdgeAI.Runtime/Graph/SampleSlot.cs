using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Runtime.Graph;

/// <summary>One preallocated place on an edge: a message and what names it.</summary>
/// <typeparam name="T">The message.</typeparam>
/// <param name="message">The message, refilled in place.</param>
internal sealed class SampleSlot<T>(T message)
    where T : Message
{
    public T Message { get; } = message;

    public Stamp Stamp { get; set; }

    public long Sequence { get; set; }

    public FrameFlags Flags { get; set; }

    public long Span { get; set; }
}
