using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Queues;

/// <summary>What a full queue does. Every drop is counted with this as its reason.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<QueuePolicy>))]
public enum QueuePolicy
{
    /// <summary>Drops the oldest entry for the new one; the producer never waits.</summary>
    DropOldest,

    /// <summary>Drops the new entry; the producer never waits.</summary>
    DropNewest,

    /// <summary>Holds one entry, always the newest; the producer never waits.</summary>
    LatestOnly,

    /// <summary>Drops nothing: the producer waits for room.</summary>
    Block,

    /// <summary>Takes every n-th entry only, and drops the oldest where there is no room; the producer never waits.</summary>
    EveryNth,
}
