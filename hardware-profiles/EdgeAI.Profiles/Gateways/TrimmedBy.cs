using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Gateways;

/// <summary>What lets a record leave the spool.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TrimmedBy>))]
public enum TrimmedBy
{
    /// <summary>The city's signed receipt.</summary>
    Receipt,

    /// <summary>The upstream's PUBACK.</summary>
    Puback,
}
