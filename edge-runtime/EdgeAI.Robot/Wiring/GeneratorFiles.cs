using EdgeAI.Profiles;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Models;
using EdgeAI.SimulatedBoard.Generators;

namespace EdgeAI.Robot.Wiring;

/// <summary>Finds the generators that are committed beside a model.</summary>
/// <param name="profile">The profile.</param>
/// <param name="models">Where its models lie.</param>
internal sealed class GeneratorFiles(Profile profile, ModelFolders models)
{
    /// <summary>Loads one generator.</summary>
    /// <param name="model">The model's name in the profile.</param>
    /// <param name="file">The generator's file name in the model's folder.</param>
    /// <exception cref="CannotRunException">The profile has no such model, or the file is missing or bad.</exception>
    public ClassConditionalGenerator Load(string model, string file)
    {
        ModelProfile entry = profile.Models.FirstOrDefault(candidate => candidate.Name == model)
            ?? throw new CannotRunException($"{profile.Name}: simulated sensors draw from the generators beside the model '{model}'; add it to 'models'");
        string path = Path.Combine(models.FolderOf(entry), file);
        return ClassConditionalGenerator.TryLoad(path, out ClassConditionalGenerator? generator, out string? error)
            ? generator
            : throw new CannotRunException(error);
    }
}
