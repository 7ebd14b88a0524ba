namespace EdgeAI.Runtime.Ros;

/// <summary>Writes one kind of message in ROS's shape: a schema and the bytes that go with it.</summary>
/// <param name="schemaName">The full name of the ROS message.</param>
public abstract class RosEncoder(string schemaName)
{
    /// <summary>What the bytes mean.</summary>
    public RosSchema Schema { get; } = RosSchema.Of(schemaName);

    /// <summary>Writes a message as CDR. Allocates nothing once the writer has grown.</summary>
    /// <param name="value">What the encoder is for, borrowed for the length of the call.</param>
    /// <param name="header">When and where its values hold.</param>
    /// <param name="writer">Holds the message's bytes afterwards.</param>
    public abstract void Encode(object value, in RosHeader header, CdrWriter writer);
}
