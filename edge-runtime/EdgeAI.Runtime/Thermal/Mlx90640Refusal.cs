namespace EdgeAI.Runtime.Thermal;

/// <summary>What became of a page of raw words, or of an EEPROM.</summary>
public enum Mlx90640Refusal
{
    /// <summary>Nothing was refused.</summary>
    None,

    /// <summary>It has not the size of a page of this chip, or its samples are no raw counts.</summary>
    WrongShape,

    /// <summary>No EEPROM has been taken over yet.</summary>
    NotCalibrated,

    /// <summary>The EEPROM holds a zero where the calculation divides, or every word alike: it was not read, or is not this chip's.</summary>
    BadEeprom,

    /// <summary>The subpage is neither 0 nor 1, or a word that the calculation divides by is zero.</summary>
    BadPage,

    /// <summary>The supply that the chip measured lies outside 3.0 to 3.6 V (DS section 8: supply voltage), give or take 0.1 V.</summary>
    SupplyOutOfRange,

    /// <summary>The chip's own temperature lies outside -40 to 85 degC (DS section 8: operating temperature).</summary>
    AmbientOutOfRange,

    /// <summary>The page was taken; the image is complete once the other subpage has come too.</summary>
    NeedsOtherSubpage,
}
