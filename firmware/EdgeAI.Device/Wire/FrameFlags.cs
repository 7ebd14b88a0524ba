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

    /// <summary>Suspect: it rests on a reading at the end of what the sensor can tell, or on an image that is too dark or too bright.</summary>
    Saturated = 4,

    /// <summary>Suspect: it rests on a sensor of which a part tells the same for ever while the rest moves, or on a frozen or uniform image.</summary>
    Stuck = 8,

    /// <summary>Suspect: it rests on a reading unlike everything that the model was made from, or on a blurred image. The answer is a guess.</summary>
    Unfamiliar = 16,

    /// <summary>Every reason for which a decision is suspect.</summary>
    Suspect = Saturated | Stuck | Unfamiliar,
}
