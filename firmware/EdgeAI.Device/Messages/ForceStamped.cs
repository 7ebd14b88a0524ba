namespace EdgeAI.Device.Messages;

/// <summary>A force along one axis from one bridge: the converter's own count beside the tared, calibrated value.</summary>
public sealed class ForceStamped : Message
{
    /// <summary>The converter's count as read, before tare: what saturation and drift are judged on.</summary>
    public int RawCount;

    /// <summary>Count after tare; times <see cref="Scale"/> it is the force.</summary>
    public int Value;

    /// <summary>What one step of <see cref="Value"/> is worth; <see cref="Unit.Count"/> until calibrated.</summary>
    public Scale Scale = new Scale(1, 0, Unit.Count);

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.ForceStamped; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        ForceStamped source = (ForceStamped)other;
        CopyHeaderFrom(other);
        RawCount = source.RawCount;
        Value = source.Value;
        Scale = source.Scale;
    }
}
