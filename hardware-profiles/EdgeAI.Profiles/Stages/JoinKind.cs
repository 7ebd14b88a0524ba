using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Stages;

/// <summary>How a stage joins its inputs by time.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<JoinKind>))]
public enum JoinKind
{
    /// <summary>Waits until nothing to come can change the answer: a replay repeats it however its streams interleave.</summary>
    Reproducible,

    /// <summary>Answers at once from what has come: the lowest latency.</summary>
    Greedy,
}
