namespace EdgeAI.Device.Messages;

/// <summary>One distance along the sensor's axis (x forward), with the limits it holds within and what the sensor thinks of it.</summary>
public sealed class RangeMeasurement : Message
{
    /// <summary>Raw distance; between <see cref="Minimum"/> and <see cref="Maximum"/> if valid, otherwise whatever the sensor said.</summary>
    public int Distance;

    /// <summary>The nearest raw distance that the sensor can tell.</summary>
    public int Minimum;

    /// <summary>The farthest raw distance that the sensor can tell, not below <see cref="Minimum"/>.</summary>
    public int Maximum;

    /// <summary>What one raw step of distance is worth.</summary>
    public Scale Scale = new Scale(1, -3, Unit.Metre);

    /// <summary>The full angle of the sensor's cone in milliradian; 0 when not stated.</summary>
    public ushort FieldOfViewMilliradian;

    /// <summary>What the sensor thinks of the distance.</summary>
    public RangeStatus Status;

    /// <summary>How much came back, in the sensor's own counts (its datasheet's); 0 when it does not say.</summary>
    public uint SignalStrength;

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.RangeMeasurement; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        RangeMeasurement source = (RangeMeasurement)other;
        CopyHeaderFrom(other);
        Distance = source.Distance;
        Minimum = source.Minimum;
        Maximum = source.Maximum;
        Scale = source.Scale;
        FieldOfViewMilliradian = source.FieldOfViewMilliradian;
        Status = source.Status;
        SignalStrength = source.SignalStrength;
    }
}
