using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>How a board's frames reach the robot.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<LinkKind>))]
public enum LinkKind
{
    /// <summary>Through memory: the board's sampling loop runs in the robot's process, on a bus that the robot owns.</summary>
    InProcess,
}
