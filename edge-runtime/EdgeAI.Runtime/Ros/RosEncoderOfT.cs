namespace EdgeAI.Runtime.Ros;

/// <summary>Writes messages, or images, of one type in ROS's shape.</summary>
/// <typeparam name="T">The message, or the image.</typeparam>
/// <param name="schemaName">The full name of the ROS message.</param>
public abstract class RosEncoder<T>(string schemaName) : RosEncoder(schemaName)
    where T : class
{
    /// <inheritdoc/>
    public sealed override void Encode(object value, in RosHeader header, CdrWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Begin();
        Write((T)value, in header, writer);
    }

    /// <summary>Writes the fields, in the definition's order.</summary>
    protected abstract void Write(T message, in RosHeader header, CdrWriter writer);
}
