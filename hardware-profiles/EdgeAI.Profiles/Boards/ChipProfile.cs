using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>One chip of a sensor that has several.</summary>
public sealed record ChipProfile
{
    /// <summary>The channel of the switch, 0 to 7; null for a chip before the switch or where there is none.</summary>
    public int? Channel { get; init; }

    /// <summary>The 7-bit I2C address.</summary>
    [JsonConverter(typeof(I2cAddressConverter))]
    public required byte Address { get; init; }
}
