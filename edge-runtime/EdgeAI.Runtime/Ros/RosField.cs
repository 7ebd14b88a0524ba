namespace EdgeAI.Runtime.Ros;

/// <summary>One field of a ROS 2 message.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its type as the definition writes it, a message's with its package: package/msg/Type.</param>
/// <param name="Primitive">The built-in type; null where it is another message.</param>
/// <param name="Length">Elements of a fixed array, <see cref="Sequence"/> for as many as the message says, <see cref="Single"/> for one value.</param>
public sealed record RosField(string Name, string TypeName, RosPrimitive? Primitive, int Length)
{
    /// <summary>One value.</summary>
    public const int Single = -1;

    /// <summary>As many values as the message says.</summary>
    public const int Sequence = -2;
}
