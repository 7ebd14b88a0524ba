using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Runtime.Recording;

/// <summary>A channel of a recording, with what fills it.</summary>
/// <param name="id">Its number in the file.</param>
/// <param name="stream">What is known of its stream.</param>
/// <param name="encoder">Writes its messages.</param>
/// <param name="message">What frames are decoded into; null where something else than frames fills it.</param>
internal sealed class RecordedChannel(ushort id, RosStream stream, RosEncoder encoder, Message? message)
{
    public ushort Id { get; } = id;

    public RosStream Stream { get; } = stream;

    /// <summary>The channel of the same messages in another shape; null for none.</summary>
    public RecordedChannel? Beside { get; init; }

    public RosEncoder Encoder { get; } = encoder;

    public Message? Message { get; } = message;
}
