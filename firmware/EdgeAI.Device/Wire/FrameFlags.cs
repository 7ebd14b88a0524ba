namespace EdgeAI.Device.Wire;

/// <summary>What is true of a whole frame. Bits that a reader does not know make the frame a rejection, never a guess.</summary>
[System.Flags]
public enum FrameFlags : byte
{
    /// <summary>A real, live reading.</summary>
    None = 0,

    /// <summary>The world behind the reading is simulated. Stays set as far as the city's table.</summary>
    Simulated = 1,

    /// <summary>The reading was recorded earlier and is played again.</summary>
    Replayed = 2,
}
