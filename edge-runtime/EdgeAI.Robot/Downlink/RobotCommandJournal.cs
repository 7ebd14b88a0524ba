using EdgeAI.Perception.Store;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>
/// Which commands this robot has begun and how they ended, on disk before the next step is taken (gateway/DOWNLINK.md, "What 'exactly once'
/// means here"). Bounded: forgets an id only after its time, and remembers up to when. Not thread-safe.
/// </summary>
internal sealed class RobotCommandJournal : IDisposable
{
    /// <summary>The file's name in the folder.</summary>
    public const string FileName = "commands.journal";

    /// <summary>The commands that are remembered unless the caller says otherwise.</summary>
    public const int DefaultCapacity = 4096;

    private readonly string _folder;
    private readonly StoreDisk _disk;
    private readonly int _capacity;
    private readonly Action<RobotStep>? _atStep;
    private readonly Dictionary<CommandId, JournalEntry> _entries = [];
    private FileStream _file;
    private bool _isBroken;

    private RobotCommandJournal(string folder, StoreDisk disk, int capacity, FileStream file, Action<RobotStep>? atStep)
    {
        _folder = folder;
        _disk = disk;
        _capacity = capacity;
        _file = file;
        _atStep = atStep;
    }

    /// <summary>The latest expiry of a command that was forgotten, UTC nanoseconds: one that expires by then is late, whatever the clock says.</summary>
    public long ForgottenThrough { get; private set; }

    /// <summary>Commands that were issued by then and are not known here may have been done: the journal was damaged, UTC nanoseconds; 0 if it never was.</summary>
    public long DamagedUntil { get; private set; }

    /// <summary>Whether the damage was found at this opening.</summary>
    public bool WasDamaged { get; private set; }

    /// <summary>The commands that are remembered.</summary>
    public int Count => _entries.Count;

    /// <summary>Opens a journal, making one where there is none. Cuts off what was torn as it was written; sets a damaged one aside and keeps what can be read of it.</summary>
    /// <param name="folder">Its folder, made where it is missing.</param>
    /// <param name="now">UTC nanoseconds.</param>
    /// <param name="disk">The disk; null for the real one.</param>
    /// <param name="capacity">The commands that are remembered at most.</param>
    /// <param name="atStep">Called at each step, by tests.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public static RobotCommandJournal Open(string folder, long now, StoreDisk? disk = null, int capacity = DefaultCapacity, Action<RobotStep>? atStep = null)
    {
        disk ??= new StoreDisk();
        if (!Directory.Exists(folder))
        {
            disk.MakeFolder(folder);
        }

        string path = Path.Combine(folder, FileName);
        RobotCommandJournal journal = new(folder, disk, capacity, FileStreamOf(path), atStep);
        try
        {
            journal.Load(path, now);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>What is known of a command; null where nothing is.</summary>
    public JournalEntry? Find(CommandId id) => _entries.GetValueOrDefault(id);

    /// <summary>Whether another command can be remembered; forgets what may be forgotten for it.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public bool HasRoom(long now)
    {
        if (_entries.Count >= _capacity)
        {
            Forget(now);
        }

        return _entries.Count < _capacity;
    }

    /// <summary>Notes what became of a command; on disk when it returns.</summary>
    /// <exception cref="IOException">The disk refused; nothing was noted.</exception>
    public void Note(CommandId id, JournalEntry entry)
    {
        Append(JournalFile.Entry(id, entry));
        _entries[id] = entry;
    }

    /// <summary>Forgets commands that have ended and whose time is over, and remembers the latest of their expiries.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Forget(long now)
    {
        CommandId[] over = [.. _entries.Where(entry => entry.Value.State.IsFinal() && entry.Value.ExpiresUtcNanoseconds < now).Select(static entry => entry.Key)];
        if (over.Length == 0)
        {
            return;
        }

        ForgottenThrough = Math.Max(ForgottenThrough, over.Max(id => _entries[id].ExpiresUtcNanoseconds));
        foreach (CommandId id in over)
        {
            _entries.Remove(id);
        }

        Rewrite();
    }

    /// <summary>Moves on the moment of the damage: the clock was not set when it was found.</summary>
    /// <param name="until">UTC nanoseconds.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public void ExtendDamage(long until)
    {
        DamagedUntil = Math.Max(DamagedUntil, until);
        Rewrite();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream FileStreamOf(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    private void Load(string path, long now)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        bool isWhole = JournalFile.TryRead(
            bytes,
            (id, entry) => _entries[id] = entry,
            (forgotten, damaged) => (ForgottenThrough, DamagedUntil) = (Math.Max(ForgottenThrough, forgotten), Math.Max(DamagedUntil, damaged)),
            out int sound);

        // Made under another name and renamed, the file has its header from its first moment on: an empty one was never used.
        if (!isWhole && bytes.Length > 0)
        {
            File.Copy(path, Path.Combine(_folder, $"{FileName}.damaged-{now}"), overwrite: true);

            // The clock may not be set yet, and no command ended later than it was damaged.
            DamagedUntil = Math.Max(DamagedUntil, _entries.Values.Select(static entry => entry.AtUtcNanoseconds).Append(now).Max());
            WasDamaged = true;
        }

        if (!isWhole)
        {
            Rewrite();
            return;
        }

        if (sound < bytes.Length)
        {
            _file.SetLength(sound);
            _disk.Sync(_file);
        }

        _file.Position = sound;
    }

    private void Append(byte[] entry)
    {
        if (_isBroken)
        {
            throw new IOException($"{_file.Name}: an earlier write could not be made durable: mend the disk and start again");
        }

        long before = _file.Position;
        try
        {
            _disk.Write(_file, entry);
        }
        catch (IOException)
        {
            _file.SetLength(before);
            _file.Position = before;
            throw;
        }

        try
        {
            _disk.Sync(_file);
        }
        catch (IOException)
        {
            // After a sync that failed nobody knows what is on the disk, and a second one may succeed without having written.
            _isBroken = true;
            throw;
        }
    }

    private void Rewrite()
    {
        string path = Path.Combine(_folder, FileName);
        string fresh = path + ".new";

        // Until the last step: a file that could not be replaced is not written to again.
        _isBroken = true;
        using (FileStream file = new(fresh, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0))
        {
            _disk.Write(file, [.. JournalFile.Header, .. JournalFile.Bounds(ForgottenThrough, DamagedUntil), .. _entries.SelectMany(static entry => JournalFile.Entry(entry.Key, entry.Value))]);
            _disk.Sync(file);
        }

        _atStep?.Invoke(RobotStep.BeforeRename);
        _file.Dispose();
        _disk.Rename(fresh, path);
        _disk.SyncFolder(_folder);
        _atStep?.Invoke(RobotStep.AfterRename);
        _file = FileStreamOf(path);
        _file.Position = _file.Length;
        _isBroken = false;
    }
}
