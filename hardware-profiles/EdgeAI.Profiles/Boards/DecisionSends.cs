using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What leaves a board that decides.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DecisionSends>))]
public enum DecisionSends
{
    /// <summary>Readings and decisions.</summary>
    Both,

    /// <summary>Decisions, without the readings that they were made from.</summary>
    DecisionsAlone,
}
