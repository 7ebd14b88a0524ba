using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Stages;

/// <summary>How far a graph is rewritten before it runs.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ModelOptimisation>))]
public enum ModelOptimisation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Without changing a result.</summary>
    Basic,

    /// <summary>Operations are fused.</summary>
    Extended,

    /// <summary>Layouts are changed, too.</summary>
    All,
}
