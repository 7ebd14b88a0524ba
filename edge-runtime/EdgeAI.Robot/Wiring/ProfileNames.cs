using System.Text.Json;

namespace EdgeAI.Robot.Wiring;

/// <summary>Enum values of the profile in the words that the profile file, the model cards and the scene use.</summary>
internal static class ProfileNames
{
    /// <summary>The kebab-case name: ApproachToGrasp is approach-to-grasp.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
