using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Policies;

/// <summary>The units of messages' fields, named and numbered as in <c>EdgeAI.Device.Messages</c> (a test holds the two together).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FieldUnit>))]
public enum FieldUnit
{
    /// <summary>Raw counts of a converter.</summary>
    Count,

    /// <summary>Degrees Celsius.</summary>
    DegreeCelsius,

    /// <summary>Newton.</summary>
    Newton,

    /// <summary>Newton metre.</summary>
    NewtonMetre,

    /// <summary>Pascal.</summary>
    Pascal,

    /// <summary>Metre.</summary>
    Metre,

    /// <summary>A fraction of one.</summary>
    One,

    /// <summary>Volt.</summary>
    Volt,

    /// <summary>Ampere.</summary>
    Ampere,

    /// <summary>Watt.</summary>
    Watt,

    /// <summary>Radian.</summary>
    Radian,

    /// <summary>Radian per second.</summary>
    RadianPerSecond,

    /// <summary>Metre per second squared.</summary>
    MetrePerSecondSquared,

    /// <summary>Tesla.</summary>
    Tesla,
}
