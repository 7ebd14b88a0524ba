using EdgeAI.Device.Time;

namespace EdgeAI.Device.Messages;

/// <summary>
/// The base of every message: stamped where it was sensed, placed in a frame. Messages are allocated once and refilled;
/// a reader that keeps one past its turn copies it with <see cref="CopyFrom"/>.
/// </summary>
public abstract class Message
{
    /// <summary>When the reading was true, on the timeline of whoever holds the message (board or robot).</summary>
    public Stamp Stamp;

    /// <summary>The coordinate frame (REP-105, REP-120) that the values are expressed in. Set from the profile; not on the wire.</summary>
    public string FrameId = "";

    /// <summary>The payload type that this message has on the wire.</summary>
    public abstract MessageType Type { get; }

    /// <summary>Takes over every field of another message of the same type without allocating.</summary>
    /// <param name="other">A message of the same type and capacity.</param>
    public abstract void CopyFrom(Message other);

    /// <summary>Copies the fields that every message has.</summary>
    protected void CopyHeaderFrom(Message other)
    {
        Stamp = other.Stamp;
        FrameId = other.FrameId;
    }
}
