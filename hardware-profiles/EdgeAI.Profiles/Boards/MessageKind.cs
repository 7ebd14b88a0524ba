namespace EdgeAI.Profiles.Boards;

/// <summary>The messages that sensors give, named as in <c>EdgeAI.Device.Messages</c> (a test holds the two together; this project sees no other).</summary>
public enum MessageKind
{
    /// <summary>A grid of samples.</summary>
    Image,

    /// <summary>A set of taxels.</summary>
    TactileArray,

    /// <summary>Force and torque about three axes.</summary>
    WrenchStamped,

    /// <summary>A force along one axis.</summary>
    ForceStamped,
}
