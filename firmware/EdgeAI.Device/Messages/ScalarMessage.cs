namespace EdgeAI.Device.Messages;

/// <summary>The base of readings that are one number: what it is a number of, the type says.</summary>
public abstract class ScalarMessage : Message
{
    /// <summary>The reading, in steps of <see cref="Scale"/>.</summary>
    public int Value;

    /// <summary>What one step of <see cref="Value"/> is worth.</summary>
    public Scale Scale;

    /// <summary>Makes a reading of zero.</summary>
    /// <param name="scale">What one step is worth until a driver says otherwise.</param>
    protected ScalarMessage(Scale scale)
    {
        Scale = scale;
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        ScalarMessage source = (ScalarMessage)other;
        CopyHeaderFrom(other);
        Value = source.Value;
        Scale = source.Scale;
    }
}
