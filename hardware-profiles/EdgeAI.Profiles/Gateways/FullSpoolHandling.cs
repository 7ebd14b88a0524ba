using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Gateways;

/// <summary>What a full spool does with one more publish.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FullSpoolHandling>))]
public enum FullSpoolHandling
{
    /// <summary>Makes room, bulk first and safety never, and declares each loss.</summary>
    DropOldest,

    /// <summary>Refuses it.</summary>
    Refuse,
}
