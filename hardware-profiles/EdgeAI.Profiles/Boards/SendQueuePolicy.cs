using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What a board's full send queue drops.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SendQueuePolicy>))]
public enum SendQueuePolicy
{
    /// <summary>What is to be sent now.</summary>
    DropNewest,

    /// <summary>What has waited longest.</summary>
    DropOldest,
}
