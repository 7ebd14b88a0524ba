namespace EdgeAI.Device.Messages;

/// <summary>A pressure of air or of a liquid, absolute, in pascal: barometers and barometric taxels.</summary>
public sealed class FluidPressure : ScalarMessage
{
    /// <summary>Makes a reading of zero.</summary>
    public FluidPressure()
        : base(new Scale(1, 0, Unit.Pascal))
    {
    }

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.FluidPressure; }
    }
}
