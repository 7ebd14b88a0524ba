using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Messages;

/// <summary>How a message answers that stays on the robot.</summary>
internal static class RobotOnly
{
    /// <summary>The payload type that WIRE.md never assigns: whoever is to encode such a message refuses it as UnknownType.</summary>
    public const MessageType Type = 0;
}
