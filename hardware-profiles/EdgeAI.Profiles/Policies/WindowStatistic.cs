using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Policies;

/// <summary>What a window keeps of each value.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<WindowStatistic>))]
public enum WindowStatistic
{
    /// <summary>The mean, rounded to the value's step.</summary>
    Mean,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,

    /// <summary>The last.</summary>
    Last,
}
