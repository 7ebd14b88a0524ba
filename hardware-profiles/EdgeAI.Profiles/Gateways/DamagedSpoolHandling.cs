using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Gateways;

/// <summary>What is done at the start with a spool file that cannot be opened.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DamagedSpoolHandling>))]
public enum DamagedSpoolHandling
{
    /// <summary>It is kept aside and declared lost.</summary>
    StartNew,

    /// <summary>The gateway does not start.</summary>
    Stop,
}
