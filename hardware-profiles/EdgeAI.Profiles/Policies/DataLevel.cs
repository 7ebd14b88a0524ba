using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Policies;

/// <summary>How much harm a leak does, as GB/T 43697-2024 grades data. The numbers are those of RECORDS.md, "Handling".</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DataLevel>))]
public enum DataLevel
{
    /// <summary>Nobody has graded it yet.</summary>
    NotClassified,

    /// <summary>General data.</summary>
    General,

    /// <summary>Important data.</summary>
    Important,

    /// <summary>Core data.</summary>
    Core,
}
