using System.CommandLine;
using System.Globalization;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Commands;

/// <summary>The command export: one stream of a recording becomes a CSV file, to be labelled and trained on (edge-runtime/training/YOUR_OWN.md).</summary>
internal static class RecordingExport
{
    private static readonly Option<string> Recording = new("--recording") { Description = "A recording that --record wrote: a file, or the folder of one that was split.", Required = true };

    private static readonly Option<string> Stream = new("--stream") { Description = "The stream: a sensor's name, or BOARD/STREAM by number (a stage's is 0/N).", Required = true };

    private static readonly Option<string> Output = new("--output") { Description = "The CSV file to write.", Required = true };

    /// <summary>Makes the command.</summary>
    /// <param name="guard">Turns what is thrown into lines and an exit code.</param>
    public static Command Make(Func<Func<int>, int> guard)
    {
        Command command = new("export", "Writes one stream of a recording as CSV.") { Recording, Stream, Output };
        command.SetAction(parsed => guard(() => Run(parsed.GetRequiredValue(Recording), parsed.GetRequiredValue(Stream), parsed.GetRequiredValue(Output))));
        return command;
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="CannotRunException">The recording cannot be read, has no such stream, or the file cannot be written.</exception>
    public static int Run(string path, string stream, string output)
    {
        if (!FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem))
        {
            throw new CannotRunException(problem);
        }

        using (recording)
        {
            StreamId id = Find(recording, stream);
            RecordingTable table = new();
            try
            {
                using StreamWriter writer = new(output);
                if (!table.Write(recording, id, writer))
                {
                    throw new CannotRunException($"{path}: holds no reading of the stream '{stream}' that makes a row (taxels, wrenches, joints or classifications); name another stream");
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new CannotRunException($"--output {output}: cannot be written ({failure.Message.TrimEnd('.')}); name a file in a folder that exists", failure);
            }

            Console.WriteLine($"{output}: {table.Rows} rows of '{stream}'" + (table.LeftOut > 0 ? $", {table.LeftOut} frames that are no such readings left out" : ""));
        }

        return ExitCode.Success;
    }

    private static StreamId Find(FrameRecording recording, string stream)
    {
        IReadOnlyDictionary<string, string> known = recording.Facts(RecordingNames.Streams);
        string id = known.FirstOrDefault(entry => entry.Value.StartsWith(stream + ' ', StringComparison.Ordinal)).Key ?? stream;
        return id.Split('/') is [var board, var number]
            && ushort.TryParse(board, NumberStyles.None, CultureInfo.InvariantCulture, out ushort boardNumber)
            && byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out byte streamNumber)
            ? new StreamId(boardNumber, streamNumber)
            : throw new CannotRunException($"--stream {stream}: the recording has no such stream; it has {string.Join(", ", known.Values.Select(static text => text.Split(' ')[0]).Order(StringComparer.Ordinal))}, and stages as 0/N");
    }
}
