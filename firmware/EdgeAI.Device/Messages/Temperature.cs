namespace EdgeAI.Device.Messages;

/// <summary>A temperature at one place, in degrees Celsius (REP-103).</summary>
public sealed class Temperature : ScalarMessage
{
    /// <summary>Makes a reading of zero.</summary>
    public Temperature()
        : base(new Scale(1, -2, Unit.DegreeCelsius))
    {
    }

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Temperature; }
    }
}
