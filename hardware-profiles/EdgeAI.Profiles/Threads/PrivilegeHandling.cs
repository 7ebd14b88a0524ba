using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Threads;

/// <summary>What a robot does when the operating system refuses what a thread asks for.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PrivilegeHandling>))]
public enum PrivilegeHandling
{
    /// <summary>Says so and runs without.</summary>
    Warn,

    /// <summary>Says so and does not start.</summary>
    Strict,
}
