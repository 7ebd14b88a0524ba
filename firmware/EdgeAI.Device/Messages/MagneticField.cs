namespace EdgeAI.Device.Messages;

/// <summary>A magnetic flux density along x, y, z, right-handed (REP-103), in tesla.</summary>
public sealed class MagneticField : Message
{
    /// <summary>Raw flux density along x, y, z.</summary>
    public readonly int[] Field = new int[3];

    /// <summary>What one raw step is worth.</summary>
    public Scale Scale = new Scale(1, -9, Unit.Tesla);

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.MagneticField; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        MagneticField source = (MagneticField)other;
        CopyHeaderFrom(other);
        Scale = source.Scale;
        System.Array.Copy(source.Field, 0, Field, 0, 3);
    }
}
