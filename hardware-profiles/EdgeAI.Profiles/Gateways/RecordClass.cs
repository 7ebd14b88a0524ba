using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Gateways;

/// <summary>How dear a record is: what a full spool gives up last to first.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RecordClass>))]
public enum RecordClass
{
    /// <summary>Given up last.</summary>
    Safety,

    /// <summary>A decision or a change of state.</summary>
    Event,

    /// <summary>A reading.</summary>
    Telemetry,

    /// <summary>Given up first.</summary>
    Bulk,
}
