namespace EdgeAI.Device.Messages;

/// <summary>An unlearned decision: something began, goes on, or ended. Its stamp is that of the reading that decided it.</summary>
public sealed class PerceptionEvent : Decision
{
    /// <summary>What is decided on.</summary>
    public PerceptionEventKind Kind;

    /// <summary>Whether it is so now.</summary>
    public bool Active;

    /// <summary>The quantity that decided, in steps of <see cref="Scale"/>.</summary>
    public int Value;

    /// <summary>What one step of <see cref="Value"/> is worth.</summary>
    public Scale Scale = new Scale(1, 0, Unit.Count);

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.PerceptionEvent; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        PerceptionEvent source = (PerceptionEvent)other;
        CopyDecisionFrom(source);
        Kind = source.Kind;
        Active = source.Active;
        Value = source.Value;
        Scale = source.Scale;
    }
}
