namespace EdgeAI.Runtime.Replay;

/// <summary>
/// Turns one file of a data set into readings. To bring a data set of your own, copy one of the importers beside this file
/// and add it to <see cref="RecordingLoader"/>.
/// </summary>
public interface IRecordingImporter
{
    /// <summary>What the importer reads, in a few words for the list of known formats.</summary>
    string Format { get; }

    /// <summary>Whether a file is of this format, judged by its name and its first line.</summary>
    bool Recognises(string fileName, string firstLine);

    /// <summary>Reads a whole file. Never throws for what the file holds.</summary>
    /// <param name="fileName">The file's name, for messages and where the format hides facts in it.</param>
    /// <param name="lines">The file's lines.</param>
    /// <param name="startNanoseconds">The time of the first reading.</param>
    /// <param name="readings">Readings are added here, in order of time.</param>
    /// <param name="problem">One line naming file, line and mend when the answer is false.</param>
    /// <returns>Whether every line was understood.</returns>
    bool TryImport(string fileName, string[] lines, long startNanoseconds, List<RecordedReading> readings, out string problem);
}
