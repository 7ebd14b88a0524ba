using EdgeAI.Flash.Commands;

namespace EdgeAI.Flash.Plans;

/// <summary>A generated file: written only where it says something else, so that a build finds nothing new in vain.</summary>
/// <param name="path">Where it belongs.</param>
/// <param name="text">What it is to hold.</param>
internal sealed class GeneratedSource(string path, string text)
{
    /// <summary>Where it belongs.</summary>
    public string Path { get; } = path;

    /// <summary>How what is there stands to what is to be there: "unchanged", "changed" or "new".</summary>
    public string State => !File.Exists(Path) ? "new" : File.ReadAllText(Path) == text ? "unchanged" : "changed";

    /// <summary>Writes the file.</summary>
    /// <returns>What was done, in a line.</returns>
    /// <exception cref="FlashFailedException">It cannot be written.</exception>
    public string Write()
    {
        string state = State;
        if (state != "unchanged")
        {
            try
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
                File.WriteAllText(Path, text);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new FlashFailedException($"{Path}: cannot be written ({refused.Message.TrimEnd('.')}): make the folder writable", ExitCode.CannotRun, refused);
            }
        }

        return $"generated {Path} ({state})";
    }
}
