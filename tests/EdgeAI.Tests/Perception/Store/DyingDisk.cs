using EdgeAI.Perception.Store;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>
/// A disk whose power ends at a chosen step. What was not synced by then is lost or torn: the bytes of files, and the names that folders
/// gave and took. Each of them by the toss of a seeded coin, as a real disk may have written some of it.
/// </summary>
internal sealed class DyingDisk(int stepsToLive, int seed, bool syncs = true) : StoreDisk
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, long> _durable = new(StringComparer.Ordinal);
    private readonly List<(string Folder, Action Undo)> _names = [];

    public int Steps { get; private set; }

    public override void Write(FileStream file, ReadOnlySpan<byte> bytes)
    {
        _durable.TryAdd(file.Name, file.Length);
        if (Steps + 1 > stepsToLive)
        {
            base.Write(file, bytes[.._random.Next(bytes.Length + 1)]);
            file.Dispose();
        }

        Step();
        base.Write(file, bytes);
    }

    public override void Sync(FileStream file)
    {
        Step(file);
        if (syncs)
        {
            base.Sync(file);
            _durable.Remove(file.Name);
        }
    }

    public override void SyncFolder(string folder)
    {
        Step();
        if (syncs)
        {
            _names.RemoveAll(name => name.Folder == folder);
        }
    }

    public override void MakeFolder(string folder)
    {
        Step();
        base.MakeFolder(folder);
    }

    public override void Rename(string from, string to)
    {
        Step();
        byte[]? before = File.Exists(to) ? File.ReadAllBytes(to) : null;
        base.Rename(from, to);
        if (_durable.Remove(from, out long durable))
        {
            _durable[to] = durable;
        }

        _names.Add((Path.GetDirectoryName(to)!, () =>
        {
            base.Delete(to);
            if (before is not null)
            {
                File.WriteAllBytes(to, before);
            }
        }
        ));
    }

    public override void Link(string from, string to)
    {
        Step();
        base.Link(from, to);
    }

    public override void Delete(string path)
    {
        Step();
        base.Delete(path);
    }

    private void Step(FileStream? open = null)
    {
        if (++Steps <= stepsToLive)
        {
            return;
        }

        open?.Dispose();
        foreach ((string path, long length) in _durable.Where(static file => File.Exists(file.Key)))
        {
            MakeWritable(path);
            using FileStream file = new(path, FileMode.Open, FileAccess.Write);
            file.SetLength(Math.Min(file.Length, length + _random.NextInt64(Math.Max(1, file.Length - length))));
        }

        // Undone from the latest on, as far as a coin says: a journal keeps the order of what it loses.
        for (int name = _names.Count - 1; name >= 0 && _random.Next(2) == 0; name--)
        {
            _names[name].Undo();
        }

        throw new PowerCutException();
    }

    private static void MakeWritable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
