using System.Globalization;
using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>
/// The file spool.epoch beside the database: gateway, epoch and a ceiling that no given sequence lies above. Raised in large steps, on disk
/// before a number beyond it is given. When the database is destroyed, the next one goes on with the epoch above the ceiling, and all below
/// it can be declared lost.
/// </summary>
internal sealed class EpochFile(string folder, SpoolIdentity identity)
{
    public const string FileName = "spool.epoch";

    /// <summary>How many numbers are reserved at once: one small file is written for as many records.</summary>
    public const long Step = 1_000_000;

    /// <summary>How far the highest number on disk may lie below the one that the ceiling was raised for: a transaction that did not come to its end.</summary>
    public const long Slack = 100_000;

    private long _ceiling;

    /// <summary>Reads the file of a folder; false when there is none or it is damaged.</summary>
    public static bool TryRead(string folder, out EpochMark mark)
    {
        mark = default;
        try
        {
            string[] lines = File.ReadAllLines(Path.Combine(folder, FileName));
            if (lines.Length != 4 || lines[3] != ChecksumLine(lines[..3]) || !long.TryParse(lines[1], CultureInfo.InvariantCulture, out long epoch) || !long.TryParse(lines[2], CultureInfo.InvariantCulture, out long ceiling))
            {
                return false;
            }

            mark = new EpochMark(new SpoolIdentity(lines[0], epoch), ceiling);
            return Identifier.IsValid(lines[0].AsSpan()) && epoch > 0 && ceiling >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Sees to it that the number may be given. With half of the reserve left it only tries: a full disk has that long to recover.</summary>
    /// <exception cref="IOException">The file cannot be written and the reserve is used up.</exception>
    public void Reserve(long sequence)
    {
        if (sequence <= _ceiling - (Step / 2))
        {
            return;
        }

        try
        {
            Write(sequence + Step);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or GatewayException)
        {
            if (sequence > _ceiling)
            {
                throw new IOException($"{FileName} cannot be written: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Takes over what the file says already.</summary>
    public void Load(long ceiling) => _ceiling = ceiling;

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

    private void Write(long ceiling)
    {
        string[] lines = [identity.Gateway, identity.Epoch.ToString(CultureInfo.InvariantCulture), ceiling.ToString(CultureInfo.InvariantCulture)];
        string path = Path.Combine(folder, FileName);
        using (FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(string.Join('\n', [.. lines, ChecksumLine(lines), ""])));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        FolderSync.Flush(folder);
        _ceiling = ceiling;
    }
}
