namespace EdgeAI.Runtime.Mcap;

/// <summary>The definition of a message type ("Schema").</summary>
/// <param name="Id">Its number in the file, not 0.</param>
/// <param name="Name">The type's name, such as sensor_msgs/msg/Imu.</param>
/// <param name="Encoding">The language of the definition, such as ros2msg; empty where there is none.</param>
/// <param name="Data">The definition.</param>
public sealed record McapSchema(ushort Id, string Name, string Encoding, byte[] Data)
{
    /// <summary>Whether every field is the same, the definition byte for byte.</summary>
    public bool Equals(McapSchema? other) =>
        other is not null && Id == other.Id && Name == other.Name && Encoding == other.Encoding && Data.AsSpan().SequenceEqual(other.Data);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Encoding, Data.Length);

    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapSchema schema)
    {
        McapFieldReader fields = new(content);
        schema = new McapSchema(fields.UInt16(), fields.Text(), fields.Text(), fields.Bytes32().ToArray());
        return fields.Rejection;
    }
}
