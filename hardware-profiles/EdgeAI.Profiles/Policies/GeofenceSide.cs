using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Policies;

/// <summary>A side of an area's border.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<GeofenceSide>))]
public enum GeofenceSide
{
    /// <summary>Within the area.</summary>
    Inside,

    /// <summary>Without.</summary>
    Outside,
}
