namespace EdgeAI.Profiles.Boards;

/// <summary>Quantities in words, for whoever reads what is wrong with a profile.</summary>
internal static class QuantityText
{
    /// <summary>What is measured, as it stands behind "takes" or "gives".</summary>
    public static string Of(Quantity quantity) => quantity switch
    {
        Quantity.Counts => "raw counts",
        Quantity.Newton => "newton",
        Quantity.DegreesCelsius => "degrees Celsius",
        Quantity.Pascal => "pascal",
        Quantity.Metres => "metres",
        Quantity.Tesla => "tesla",
        Quantity.Power => "volt and ampere",
        Quantity.Share => "a share of one",
        Quantity.Rates => "rates and accelerations without an orientation",
        Quantity.Orientation => "an orientation",
        Quantity.JointTorques => "joints with torques in newton metre",
        Quantity.JointCurrents => "joints with currents in ampere",
        _ => throw new ArgumentOutOfRangeException(nameof(quantity)),
    };
}
