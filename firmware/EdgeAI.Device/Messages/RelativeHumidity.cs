namespace EdgeAI.Device.Messages;

/// <summary>A relative humidity, a fraction: 0 is dry air, 1 is saturated air.</summary>
public sealed class RelativeHumidity : ScalarMessage
{
    /// <summary>Makes a reading of zero.</summary>
    public RelativeHumidity()
        : base(new Scale(1, -4, Unit.One))
    {
    }

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.RelativeHumidity; }
    }
}
