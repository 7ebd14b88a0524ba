using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What a calibrated bridge reads in.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CalibrationUnit>))]
public enum CalibrationUnit
{
    /// <summary>Converter counts: not calibrated yet, proportional to nothing that is promised.</summary>
    Count,

    /// <summary>Newton.</summary>
    Newton,
}
