namespace EdgeAI.Device.Messages;

/// <summary>A robot asks a board to tell again what it is.</summary>
public sealed class HelloRequest : Message
{
    /// <summary>Who is asked, or <see cref="BoardAddress.EveryBoard"/>.</summary>
    public ushort TargetBoard;


    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.HelloRequest; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        HelloRequest source = (HelloRequest)other;
        CopyHeaderFrom(other);
        TargetBoard = source.TargetBoard;
    }
}
