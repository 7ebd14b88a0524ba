using System.Globalization;
using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>
/// The file spool.epoch beside the database: gateway, epoch and a ceiling that no given sequence lies above. Raised in large steps, on disk
/// before a number beyond it is given. When the database is destroyed, the next one goes on with the epoch above the ceiling, and all below
/// it can be declared lost. Also how far the database was at some time, and whether its journal matters: by these an older state is told.
/// </summary>
internal sealed class EpochFile(string folder, SpoolIdentity identity)
{
    public const string FileName = "spool.epoch";

    /// <summary>How many numbers are reserved at once: one small file is written for as many records.</summary>
    public const long Step = 1_000_000;

    /// <summary>How far the highest number on disk may lie below the one that the ceiling was raised for: a transaction that did not come to its end.</summary>
    public const long Slack = 100_000;

    private const string Open = "open";
    private const string Closed = "closed";

    private EpochMark _mark = new(identity, 0, 0, false);

    /// <summary>Whether the file says that the latest may be in the journal alone.</summary>
    public bool IsOpen => _mark.IsOpen;

    /// <summary>How far the database was when that was last noted.</summary>
    public long Given => _mark.Given;

    /// <summary>Reads the file of a folder; false when there is none or it is damaged.</summary>
    public static bool TryRead(string folder, out EpochMark mark)
    {
        mark = default;
        try
        {
            string[] lines = File.ReadAllLines(Path.Combine(folder, FileName));
            if (lines.Length != 6
                || lines[5] != ChecksumLine(lines[..5])
                || !long.TryParse(lines[1], CultureInfo.InvariantCulture, out long epoch)
                || !long.TryParse(lines[2], CultureInfo.InvariantCulture, out long ceiling)
                || !long.TryParse(lines[3], CultureInfo.InvariantCulture, out long given))
            {
                return false;
            }

            mark = new EpochMark(new SpoolIdentity(lines[0], epoch), ceiling, given, lines[4] == Open);
            return Identifier.IsValid(lines[0].AsSpan()) && epoch > 0 && ceiling >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Notes for a folder whose database may have lost what it held last: it then goes on above all that may have been given.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void NoteLost(string folder, in EpochMark mark) => Write(folder, mark with { Given = mark.Ceiling });

    /// <summary>Notes for a folder that another database takes the place of its own, one that holds all by itself.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void NoteReplaced(string folder)
    {
        if (TryRead(folder, out EpochMark mark) && mark.IsOpen)
        {
            Write(folder, mark with { IsOpen = false });
        }
    }

    /// <summary>Sees to it that the number may be given. With half of the reserve left it only tries: a full disk has that long to recover.</summary>
    /// <exception cref="IOException">The file cannot be written and the reserve is used up.</exception>
    public void Reserve(long sequence)
    {
        if (sequence <= _mark.Ceiling - (Step / 2))
        {
            return;
        }

        try
        {
            Note(_mark with { Ceiling = sequence + Step });
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            if (sequence > _mark.Ceiling)
            {
                throw new IOException($"{FileName} cannot be written: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Takes over what the file says already.</summary>
    public void Load(in EpochMark mark) => _mark = mark;

    /// <summary>Notes how far the database is, on disk already, and that it goes on in its journal. Where the disk refuses, the next time does.</summary>
    public void TryNoteOpen(long given) => _ = TryNote(_mark with { Given = given, IsOpen = true });

    /// <summary>Notes that the database holds all by itself, on disk already; false when the disk refused: then the journal must stay.</summary>
    public bool TryNoteClosed(long given) => TryNote(_mark with { Given = given, IsOpen = false });

    private static string ChecksumLine(string[] lines) => Crc(string.Join('\n', lines)).ToString("x8", CultureInfo.InvariantCulture);

    private static uint Crc(string text)
    {
        uint register = uint.MaxValue;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            register = System.Numerics.BitOperations.Crc32C(register, value);
        }

        return ~register;
    }

    private static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException or GatewayException;

    private static void Write(string folder, in EpochMark mark)
    {
        string[] lines =
        [
            mark.Identity.Gateway,
            mark.Identity.Epoch.ToString(CultureInfo.InvariantCulture),
            mark.Ceiling.ToString(CultureInfo.InvariantCulture),
            mark.Given.ToString(CultureInfo.InvariantCulture),
            mark.IsOpen ? Open : Closed,
        ];
        string path = Path.Combine(folder, FileName);
        using (FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(string.Join('\n', [.. lines, ChecksumLine(lines), ""])));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        FolderSync.Flush(folder);
    }

    private bool TryNote(in EpochMark mark)
    {
        try
        {
            Note(mark);
            return true;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            return false;
        }
    }

    private void Note(in EpochMark mark)
    {
        if (mark != _mark)
        {
            Write(folder, mark);
            _mark = mark;
        }
    }
}
