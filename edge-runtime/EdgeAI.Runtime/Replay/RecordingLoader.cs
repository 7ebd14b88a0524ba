namespace EdgeAI.Runtime.Replay;

/// <summary>Finds the importer for a file, or for every file of a folder, and joins what they give into one recording.</summary>
public static class RecordingLoader
{
    private const long LargestFileBytes = 256L * 1024 * 1024;
    private const long PauseBetweenFilesNanoseconds = 1_000_000_000;

    private static readonly IRecordingImporter[] Importers = [new BioTacGraspImporter(), new RobotExecutionFailureImporter(), new CobotOpsImporter()];

    /// <summary>Loads a file, or the recognised files of a folder in order of name. Never throws for what stands there.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="recording">The recording when the answer is true.</param>
    /// <param name="problem">One line naming the thing and the mend when it is false.</param>
    public static bool TryLoad(string path, out ImportedRecording? recording, out string problem)
    {
        recording = null;
        List<RecordedReading> readings = [];
        try
        {
            string[] files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)] : [path];
            bool single = files is [var only] && only == path;
            foreach (string file in files)
            {
                if (!TryLoadFile(file, mustBeKnown: single, readings, out problem))
                {
                    return false;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({failure.Message}); name a file or folder that is there and readable";
            return false;
        }

        if (readings.Count == 0)
        {
            problem = $"{path}: holds no recording of a known format; known are: {string.Join("; ", Importers.Select(static importer => importer.Format))}";
            return false;
        }

        recording = new ImportedRecording(path, readings);
        problem = "";
        return true;
    }

    private static bool TryLoadFile(string file, bool mustBeKnown, List<RecordedReading> readings, out string problem)
    {
        problem = "";
        if (new FileInfo(file) is { Exists: true, Length: > LargestFileBytes } large)
        {
            problem = $"{file}: is {large.Length / 1024 / 1024} MiB, more than the {LargestFileBytes / 1024 / 1024} MiB that an importer takes; split it";
            return !mustBeKnown;
        }

        string name = Path.GetFileName(file);
        string firstLine = File.ReadLines(file).FirstOrDefault("");
        IRecordingImporter? importer = Array.Find(Importers, candidate => candidate.Recognises(name, firstLine));
        if (importer is null)
        {
            problem = mustBeKnown
                ? $"{file}: is of no known recording format; known are: {string.Join("; ", Importers.Select(static known => known.Format))}"
                : "";
            return !mustBeKnown;
        }

        long start = readings.Count == 0 ? 0 : readings[^1].TimeNanoseconds + PauseBetweenFilesNanoseconds;
        return importer.TryImport(file, File.ReadAllLines(file), start, readings, out problem);
    }
}
