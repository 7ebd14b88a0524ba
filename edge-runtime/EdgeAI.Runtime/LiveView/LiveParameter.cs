using System.Text.Json;

namespace EdgeAI.Runtime.LiveView;

/// <summary>
/// A value of the profile that clients may read. None can be set: what a robot decides by is its profile, under version control, and a
/// threshold that was turned by a click would stand in no recording.
/// </summary>
/// <param name="Name">Its name, such as /stages/hand/grasp/allowedAgeMilliseconds.</param>
/// <param name="Value">Its value.</param>
/// <param name="Type">float64 for a number, null for what JSON says itself.</param>
public sealed record LiveParameter(string Name, JsonElement Value, string? Type)
{
    /// <summary>A number.</summary>
    public static LiveParameter Of(string name, double value) => new(name, JsonSerializer.SerializeToElement(value, LiveViewJson.Default.Double), "float64");

    /// <summary>A text.</summary>
    public static LiveParameter Of(string name, string value) => new(name, JsonSerializer.SerializeToElement(value, LiveViewJson.Default.String), null);

    /// <summary>A flag.</summary>
    public static LiveParameter Of(string name, bool value) => new(name, JsonSerializer.SerializeToElement(value, LiveViewJson.Default.Boolean), null);
}
