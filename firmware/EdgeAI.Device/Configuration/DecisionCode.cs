namespace EdgeAI.Device.Configuration;

/// <summary>What a board decides from a sensor's readings.</summary>
public enum DecisionCode : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Contact and slip, by the int8 network.</summary>
    ContactSlip = 1,
}
