using System.Globalization;
using System.Text;
using EdgeAI.Flash.Commands;

namespace EdgeAI.Flash.Boards;

/// <summary>The CSV file (RFC 4180) of flashed units: a line for each, appended when it is over. Thread safe.</summary>
/// <param name="path">The file; made with its heading where it is not there.</param>
/// <param name="time">Where UTC comes from.</param>
internal sealed class UnitRecordFile(string path, TimeProvider time)
{
    private const string Heading = "utc,serial_number,board,profile,profile_sha256,firmware,port,simulated,tare,verdict,problems";

    private readonly Lock _gate = new();

    /// <summary>Appends a unit and hands it to the disk.</summary>
    /// <exception cref="FlashFailedException">The file cannot be written.</exception>
    public void Append(UnitRecord unit)
    {
        string[] fields =
        [
            time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            unit.Hello?.SerialNumber ?? "",
            $"{unit.Board.Id}",
            unit.Board.Name,
            unit.Board.Sha256,
            unit.Hello?.FirmwareVersion ?? "",
            unit.Port,
            unit.IsSimulated ? "yes" : "no",
            string.Join("; ", unit.Tares.Select(static tare => $"{tare.Stream}={tare.Outcome}")),
            unit.Verdict,
            string.Join(" | ", unit.Problems),
        ];
        Write(string.Join(',', fields.Select(Quote)));
    }

    /// <summary>Makes the file where it is not there, so that a folder that cannot be written to is known before boards are flashed.</summary>
    /// <exception cref="FlashFailedException">The file cannot be written.</exception>
    public void Prepare() => Write(null);

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void Write(string? line)
    {
        lock (_gate)
        {
            try
            {
                using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
                string text = (file.Position == 0 ? Heading + "\r\n" : "") + (line is null ? "" : line + "\r\n");
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new FlashFailedException($"--record {path}: cannot be written ({refused.Message.TrimEnd('.')}): name a file in a folder that exists", ExitCode.CannotRun, refused);
            }
        }
    }
}
