using System.Text;
using System.Text.Json;

namespace EdgeAI.Perception.Store;

/// <summary>
/// The log of a store: a JSON object a line, only ever appended to, each naming the SHA-256 of the line before it. A line that a power cut
/// left half written was never acknowledged and gives way to the next one. Above its bound it begins anew beside the one before, which is kept.
/// </summary>
internal sealed class StoreLog(string store, StoreDisk disk, long maxBytes)
{
    private readonly string _path = Path.Combine(store, "log.jsonl");
    private readonly string _earlier = Path.Combine(store, "log.1.jsonl");

    /// <summary>Appends a line; durable when it returns. Writers only.</summary>
    public void Append(StoreRecord record)
    {
        bool isNew = !File.Exists(_path);
        if (!isNew && new FileInfo(_path).Length > maxBytes)
        {
            disk.Rename(_path, _earlier);
            disk.SyncFolder(store);
            isNew = true;
        }

        string? last = Lines(isNew ? _earlier : _path).LastOrDefault();
        record = record with { Previous = last is null ? null : ObjectName.Of(Encoding.UTF8.GetBytes(last)) };
        using FileStream file = new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(EndOfLastLine(file));
        file.Seek(0, SeekOrigin.End);
        disk.Write(file, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, StoreLineJson.Default.StoreRecord) + "\n"));
        disk.Sync(file);
        if (isNew)
        {
            disk.SyncFolder(store);
        }
    }

    /// <summary>Appends the line of a change that the power ended before it came here. Writers only.</summary>
    public void Complete(StoreRecord change)
    {
        List<StoreRecord> all = [.. Read()];
        bool isOlder = all.Count > 0 && change.At < all[0].At;
        if (!isOlder && !all.Exists(record => record.At == change.At && record.Event == change.Event && record.Name == change.Name && record.Generation == change.Generation))
        {
            Append(change);
        }
    }

    /// <summary>Every record, oldest first; what cannot be read is passed over.</summary>
    public IEnumerable<StoreRecord> Read()
    {
        foreach (string line in Lines(_earlier).Concat(Lines(_path)))
        {
            StoreRecord? record = null;
            try
            {
                record = JsonSerializer.Deserialize(line, StoreLineJson.Default.StoreRecord);
            }
            catch (JsonException)
            {
                // Verify names the line; whoever only reads gets the others.
            }

            if (record is not null)
            {
                yield return record;
            }
        }
    }

    /// <summary>Where the chain of lines is broken; null for nowhere.</summary>
    public string? Fault()
    {
        string? before = null;
        foreach ((string path, int number, string line) in Numbered(_earlier).Concat(Numbered(_path)))
        {
            StoreRecord? record;
            try
            {
                record = JsonSerializer.Deserialize(line, StoreLineJson.Default.StoreRecord);
            }
            catch (JsonException)
            {
                return $"{path}: line {number} is none that can be read";
            }

            // The first line there is may follow one that was given up with an older log.
            if (before is not null && record?.Previous != ObjectName.Of(Encoding.UTF8.GetBytes(before)))
            {
                return $"{path}: line {number} does not follow the line before it: one was changed or is missing";
            }

            before = line;
        }

        return null;
    }

    private static IEnumerable<(string Path, int Number, string Line)> Numbered(string path) => Lines(path).Select((line, index) => (path, index + 1, line));

    private static List<string> Lines(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file, Encoding.UTF8);
        string[] lines = reader.ReadToEnd().Split('\n');

        // What stands after the last end of a line is the half of one.
        return [.. lines[..^1]];
    }

    private static long EndOfLastLine(FileStream file)
    {
        long end = file.Length;
        while (end > 0)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
            {
                return end;
            }

            end--;
        }

        return 0;
    }
}
