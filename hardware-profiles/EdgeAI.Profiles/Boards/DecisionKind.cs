using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What a board decides by itself.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DecisionKind>))]
public enum DecisionKind
{
    /// <summary>Contact and slip, from taxels, by the int8 network in its firmware.</summary>
    ContactSlip,
}
