using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Threads;

/// <summary>How the operating system chooses when a graph thread runs.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SchedulingKind>))]
public enum SchedulingKind
{
    /// <summary>By fairness, like every other thread.</summary>
    Normal,

    /// <summary>Before every normal thread (SCHED_FIFO); needs a privilege.</summary>
    Fifo,
}
