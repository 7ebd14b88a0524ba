using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeAI.PowerCut;

/// <summary>
/// A SQLite VFS that keeps every write to databases, journals and write-ahead logs in memory until xSync, and gives some of them to the
/// real file early, whole or torn. Killing the process then does what a power cut does to a machine: what was synced is there, what was
/// not is gone or half there. Shared memory, locks and everything else go to the system's own VFS.
/// </summary>
public sealed unsafe partial class PowerCutVfs
{
    // A disk tears at its sectors.
    private const int SectorLength = 512;

    private static readonly SqliteIoMethods* Methods = CreateMethods();

    private readonly SqliteVfs* _real;
    private readonly PowerCutOptions _options;
    private Random _random;
    private bool _powerIsOut;
    private long _bytesRead;
    private readonly Dictionary<string, UnsyncedFile> _files = [];

    private PowerCutVfs(SqliteVfs* real, PowerCutOptions options)
    {
        _real = real;
        _options = options;
        _random = new Random(options.Seed);
    }

    /// <summary>The bytes that SQLite has read, of every file and connection, whether from memory or from the real file.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Registers the shim for the rest of the process's life, not as the default.</summary>
    /// <param name="name">The name for the connection string's Vfs keyword.</param>
    /// <param name="options">How unkind it is.</param>
    /// <returns>The shim, for cutting the power without ending the process.</returns>
    /// <exception cref="InvalidOperationException">SQLite refused it.</exception>
    public static PowerCutVfs Register(string name, PowerCutOptions options)
    {
        SQLitePCL.Batteries_V2.Init();
        SqliteVfs* real = FindVfs(null);
        PowerCutVfs disk = new(real, options);
        GCHandle handle = GCHandle.Alloc(disk);
        SqliteVfs* shim = (SqliteVfs*)NativeMemory.AllocZeroed((nuint)sizeof(SqliteVfs));
        *shim = *real;
        shim->FileSize = sizeof(SqliteFile) + real->FileSize;
        shim->Next = null;
        shim->Name = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        shim->AppData = (void*)GCHandle.ToIntPtr(handle);
        shim->Open = &OnOpen;
        shim->Delete = &OnDelete;
        int result = RegisterVfs(shim, 0);
        if (result != SqliteResult.Ok)
        {
            throw new InvalidOperationException($"sqlite3_vfs_register answered {result}");
        }

        return disk;
    }

    /// <summary>
    /// Takes the power away within the process: from here on nothing reaches the real files any more, whatever is written, synced or
    /// deleted. Close every connection, then <see cref="RestorePower"/>.
    /// </summary>
    public void CutPower() => _powerIsOut = true;

    /// <summary>Gives the power back: what was not synced before the cut is gone.</summary>
    /// <param name="seed">The seed of what is random from here on.</param>
    public void RestorePower(int seed)
    {
        lock (_files)
        {
            _files.Clear();
        }

        _random = new Random(seed);
        _powerIsOut = false;
    }

    private static PowerCutVfs Of(SqliteVfs* vfs) => (PowerCutVfs)GCHandle.FromIntPtr((nint)vfs->AppData).Target!;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial SqliteVfs* FindVfs(string? name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int RegisterVfs(SqliteVfs* vfs, int makeDefault);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(SqliteVfs* vfs, byte* path, SqliteFile* file, int flags, int* outFlags)
    {
        PowerCutVfs shim = Of(vfs);
        SqliteFile* real = SqliteFile.Real(file);
        file->Methods = null;
        int result = shim._real->Open(shim._real, path, real, flags, outFlags);
        if (result != SqliteResult.Ok)
        {
            return result;
        }

        bool holdsBack = path is not null && (flags & (SqliteResult.OpenMainDatabase | SqliteResult.OpenMainJournal | SqliteResult.OpenWal)) != 0;
        string name = path is null ? "" : Marshal.PtrToStringUTF8((nint)path) ?? "";
        file->Handle = GCHandle.ToIntPtr(GCHandle.Alloc(new OpenFile(shim, holdsBack ? shim.Share(name, real) : null)));
        file->Methods = Methods;
        return SqliteResult.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(SqliteVfs* vfs, byte* path, int syncFolder)
    {
        PowerCutVfs shim = Of(vfs);
        lock (shim._files)
        {
            shim._files.Remove(Marshal.PtrToStringUTF8((nint)path) ?? "");
        }

        return shim._powerIsOut ? SqliteResult.Ok : shim._real->Delete(shim._real, path, syncFolder);
    }

    private UnsyncedFile Share(string path, SqliteFile* real)
    {
        lock (_files)
        {
            if (!_files.TryGetValue(path, out UnsyncedFile? file))
            {
                long length = 0;
                _ = real->Methods->FileSize(real, &length);
                byte[] durable = new byte[length];
                fixed (byte* start = durable)
                {
                    _ = length > 0 ? real->Methods->Read(real, start, (int)length, 0) : 0;
                }

                file = new UnsyncedFile(durable);
                _files.Add(path, file);
            }

            // Closing a file does not sync it: what was not synced stays in memory for whoever opens it next in this process.
            return file;
        }
    }

    private double Draw()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }

    private int DrawBelow(int bound)
    {
        lock (_random)
        {
            return _random.Next(bound);
        }
    }

    /// <summary>Perhaps lets a write reach the real file before any sync: all of it, or only some of its sectors.</summary>
    private void PerhapsLeak(SqliteFile* real, byte* data, int count, long offset)
    {
        if (_powerIsOut || Draw() >= _options.LeakedPart)
        {
            return;
        }

        bool torn = Draw() < 0.5;
        for (int done = 0; done < count; done += SectorLength)
        {
            if (!torn || Draw() < 0.5)
            {
                _ = real->Methods->Write(real, data + done, Math.Min(SectorLength, count - done), offset + done);
            }
        }
    }

    private static int Apply(SqliteFile* real, long offset, byte[]? data)
    {
        if (data is null)
        {
            return real->Methods->Truncate(real, offset);
        }

        fixed (byte* start = data)
        {
            return real->Methods->Write(real, start, data.Length, offset);
        }
    }
}
