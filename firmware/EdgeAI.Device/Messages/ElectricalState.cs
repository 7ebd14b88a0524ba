namespace EdgeAI.Device.Messages;

/// <summary>
/// Voltage, current and power of one supply or motor, as a shunt monitor sees them. Current and power are negative when the load
/// feeds the supply.
/// </summary>
public sealed class ElectricalState : Message
{
    /// <summary>Raw bus voltage.</summary>
    public int Voltage;

    /// <summary>Raw current, signed.</summary>
    public int Current;

    /// <summary>Raw power, signed.</summary>
    public int Power;

    /// <summary>What one raw step of voltage is worth.</summary>
    public Scale VoltageScale = new Scale(1, -3, Unit.Volt);

    /// <summary>What one raw step of current is worth.</summary>
    public Scale CurrentScale = new Scale(1, -3, Unit.Ampere);

    /// <summary>What one raw step of power is worth.</summary>
    public Scale PowerScale = new Scale(1, -3, Unit.Watt);

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.ElectricalState; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        ElectricalState source = (ElectricalState)other;
        CopyHeaderFrom(other);
        Voltage = source.Voltage;
        Current = source.Current;
        Power = source.Power;
        VoltageScale = source.VoltageScale;
        CurrentScale = source.CurrentScale;
        PowerScale = source.PowerScale;
    }
}
