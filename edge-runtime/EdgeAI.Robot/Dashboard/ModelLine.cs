using EdgeAI.Perception.Models;

namespace EdgeAI.Robot.Dashboard;

/// <summary>What a model ran on, in a line.</summary>
internal static class ModelLine
{
    private const int DigestDigits = 12;

    /// <summary>The line.</summary>
    public static string Of(string name, Model model)
    {
        InferenceIdentity identity = model.Identity;
        string pinned = model.IsPinned ? "" : ", which its card does not pin";
        return $"Model    {name}: {identity.ModelSha256[..DigestDigits]}{pinned}, on {identity.Providers}, OnnxRuntime {identity.Runtime}, options {identity.OptionsSha256[..DigestDigits]}";
    }
}
