using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeAI.PowerCut;

/// <summary>The methods of an open file. SQLite calls them; nothing may be thrown out of them.</summary>
public sealed unsafe partial class PowerCutVfs
{
    private static SqliteIoMethods* CreateMethods()
    {
        SqliteIoMethods* methods = (SqliteIoMethods*)NativeMemory.AllocZeroed((nuint)sizeof(SqliteIoMethods));
        *methods = new SqliteIoMethods
        {
            Version = 2,
            Close = &OnClose,
            Read = &OnRead,
            Write = &OnWrite,
            Truncate = &OnTruncate,
            Sync = &OnSync,
            FileSize = &OnFileSize,
            Lock = &OnLock,
            Unlock = &OnUnlock,
            CheckReservedLock = &OnCheckReservedLock,
            FileControl = &OnFileControl,
            SectorSize = &OnSectorSize,
            DeviceCharacteristics = &OnDeviceCharacteristics,
            ShmMap = &OnShmMap,
            ShmLock = &OnShmLock,
            ShmBarrier = &OnShmBarrier,
            ShmUnmap = &OnShmUnmap,
        };
        return methods;
    }

    private static OpenFile Of(SqliteFile* file) => (OpenFile)GCHandle.FromIntPtr(file->Handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(SqliteFile* file)
    {
        SqliteFile* real = SqliteFile.Real(file);
        int result = real->Methods->Close(real);
        GCHandle.FromIntPtr(file->Handle).Free();
        file->Methods = null;
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRead(SqliteFile* file, byte* destination, int count, long offset)
    {
        OpenFile open = Of(file);
        Interlocked.Add(ref open.Vfs._bytesRead, count);
        if (open.Unsynced is UnsyncedFile unsynced)
        {
            return unsynced.Read(new Span<byte>(destination, count), offset) ? SqliteResult.Ok : SqliteResult.IoErrorShortRead;
        }

        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->Read(real, destination, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(SqliteFile* file, byte* source, int count, long offset)
    {
        OpenFile open = Of(file);
        SqliteFile* real = SqliteFile.Real(file);
        if (open.Unsynced is not UnsyncedFile unsynced)
        {
            return real->Methods->Write(real, source, count, offset);
        }

        if (open.Vfs._options.IsFull?.Invoke() == true)
        {
            return SqliteResult.Full;
        }

        if (open.Vfs._options.IsReadOnly?.Invoke() == true)
        {
            return SqliteResult.ReadOnly;
        }

        unsynced.Write(new ReadOnlySpan<byte>(source, count), offset);
        open.Vfs.PerhapsLeak(real, source, count, offset);
        return SqliteResult.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(SqliteFile* file, long length)
    {
        OpenFile open = Of(file);
        SqliteFile* real = SqliteFile.Real(file);
        if (open.Unsynced is not UnsyncedFile unsynced)
        {
            return real->Methods->Truncate(real, length);
        }

        unsynced.Truncate(length);
        return !open.Vfs._powerIsOut && open.Vfs.Draw() < open.Vfs._options.LeakedPart ? real->Methods->Truncate(real, length) : SqliteResult.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(SqliteFile* file, int flags)
    {
        OpenFile open = Of(file);
        SqliteFile* real = SqliteFile.Real(file);
        if (open.Unsynced is not UnsyncedFile unsynced)
        {
            return real->Methods->Sync(real, flags);
        }

        if (open.Vfs._powerIsOut)
        {
            return SqliteResult.Ok;
        }

        PowerCutOptions options = open.Vfs._options;
        if (options.FailsSync?.Invoke() == true)
        {
            return SqliteResult.IoErrorSync;
        }

        if (options.MaximumSyncMilliseconds > 0)
        {
            Thread.Sleep(open.Vfs.DrawBelow(options.MaximumSyncMilliseconds + 1));
        }

        // The page cache outlives the process: what is written here is as durable as the test can see.
        return unsynced.Sync((offset, data) => Apply(real, offset, data));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnFileSize(SqliteFile* file, long* size)
    {
        if (Of(file).Unsynced is UnsyncedFile unsynced)
        {
            *size = unsynced.Length;
            return SqliteResult.Ok;
        }

        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->FileSize(real, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLock(SqliteFile* file, int level)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->Lock(real, level);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnUnlock(SqliteFile* file, int level)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->Unlock(real, level);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCheckReservedLock(SqliteFile* file, int* result)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->CheckReservedLock(real, result);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnFileControl(SqliteFile* file, int operation, void* argument)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->FileControl(real, operation, argument);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSectorSize(SqliteFile* file)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->SectorSize(real);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDeviceCharacteristics(SqliteFile* file)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->DeviceCharacteristics(real);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnShmMap(SqliteFile* file, int region, int size, int extend, void** address)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->ShmMap(real, region, size, extend, address);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnShmLock(SqliteFile* file, int offset, int count, int flags)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->ShmLock(real, offset, count, flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnShmBarrier(SqliteFile* file)
    {
        SqliteFile* real = SqliteFile.Real(file);
        real->Methods->ShmBarrier(real);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnShmUnmap(SqliteFile* file, int deleteFlag)
    {
        SqliteFile* real = SqliteFile.Real(file);
        return real->Methods->ShmUnmap(real, deleteFlag);
    }
}
