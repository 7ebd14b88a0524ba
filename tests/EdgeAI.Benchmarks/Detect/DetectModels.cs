using EdgeAI.Perception.Models;

namespace EdgeAI.Benchmarks.Detect;

/// <summary>The four detectors: their cards from the repository, their files from beside the card or from the shared data.</summary>
internal static class DetectModels
{
    public static readonly IReadOnlyList<string> Names = ["yolox-nano", "fastestdet", "person-lite", "yunet"];

    /// <summary>Opens one in a folder of its own; null, with one line, where its file is missing.</summary>
    /// <param name="name">The model.</param>
    /// <param name="shared">The folder with a folder for each model file.</param>
    /// <param name="threads">Threads inside one inference.</param>
    /// <param name="path">The model file.</param>
    /// <param name="problem">What is missing; empty on success.</param>
    public static Model? TryOpen(string name, string shared, int threads, out string path, out string problem)
    {
        string own = Path.Combine("edge-runtime", "models", name);
        path = "";
        string cardPath = Path.Combine(own, ModelCard.FileName);
        if (!ModelCard.TryLoad(cardPath, out ModelCard? card, out problem))
        {
            return null;
        }

        string[] places = [Path.Combine(own, card!.File), Path.Combine(shared, name, card.File)];
        path = Array.Find(places, File.Exists) ?? "";
        if (path.Length == 0)
        {
            problem = $"there is no {places[0]}: put the file there ({Path.Combine(own, "README.md")} says where it is to be had)";
            return null;
        }

        // A folder holds card and file; what is read is read at once, so it can go again.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edgeai-detect-");
        try
        {
            File.Copy(cardPath, Path.Combine(folder.FullName, ModelCard.FileName));
            File.Copy(path, Path.Combine(folder.FullName, card.File));
            return Model.TryOpen(folder.FullName, new ModelOptions { IntraOpThreads = threads }, out Model? model, out problem) ? model : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
