using EdgeAI.Flash.Commands;

namespace EdgeAI.Flash.Plans;

/// <summary>Where the firmware's sources and what is built of them lie. Paths are told from the current folder, as one types them.</summary>
internal sealed class FirmwareFolder
{
    private const string InCheckout = "firmware/EdgeAI.Firmware";
    private const string ListOfSources = "EdgeAI.Firmware.projitems";

    private FirmwareFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Finds the folder: the named one, or this checkout's, from the current folder or from where this program was built.</summary>
    /// <exception cref="FlashFailedException">There is none.</exception>
    public static FirmwareFolder Find(string? named)
    {
        if (named is not null)
        {
            return IsOne(named) ? new FirmwareFolder(Shown(named)) : throw new FlashFailedException($"--firmware {named}: holds no {ListOfSources}; name the folder {InCheckout} of a checkout");
        }

        foreach (string start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                string candidate = System.IO.Path.Combine(folder.FullName, "firmware", "EdgeAI.Firmware");
                if (IsOne(candidate))
                {
                    return new FirmwareFolder(Shown(candidate));
                }
            }
        }

        throw new FlashFailedException($"{InCheckout} is in no folder above this one: run from the checkout, or name it with --firmware");
    }

    /// <summary>A path as one types it from the current folder: relative where that is shorter to read, as it is elsewhere.</summary>
    public static string Shown(string path)
    {
        string relative = System.IO.Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? System.IO.Path.GetFullPath(path) : relative;
    }

    /// <summary>The generated source of a board.</summary>
    public string SourceOf(string board) => System.IO.Path.Combine(Path, "Boards", board, "Board.g.cs");

    /// <summary>A file of the firmware's folder.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The folder that a board's firmware is built into.</summary>
    public string OutputOf(string board, FirmwareLine line) =>
        Shown(System.IO.Path.Combine(Path, "..", "..", "artifacts", "firmware", board, line == FirmwareLine.Stable ? "1.x" : "2.0"));

    private static bool IsOne(string path) => File.Exists(System.IO.Path.Combine(path, ListOfSources));
}
