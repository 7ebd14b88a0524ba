using System.Buffers;
using System.Security.Cryptography;

namespace EdgeAI.Perception.Store;

/// <summary>
/// The objects of a store: files whose name is their SHA-256. One appears under its name only when it is whole and durable, so that whatever
/// has a name is what it says, until the disk fails.
/// </summary>
internal sealed class ObjectFolder(string store, StoreDisk disk)
{
    private const int ChunkBytes = 1 << 16;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _objects = Path.Combine(store, "objects", "sha256");
    private readonly string _views = Path.Combine(store, "views");
    private readonly string _temporary = Path.Combine(store, "tmp");

    /// <summary>Bytes of all objects.</summary>
    public long Bytes => Directory.Exists(_objects) ? new DirectoryInfo(_objects).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length) : 0;

    /// <summary>Every object.</summary>
    public IEnumerable<string> All => Directory.Exists(_objects) ? Directory.EnumerateFiles(_objects, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(Path.GetDirectoryName(path))! + Path.GetFileName(path)) : [];

    /// <summary>Where an object lies.</summary>
    public string PathOf(string digest) => Path.Combine(_objects, digest[..2], digest[2..]);

    /// <summary>Where the folder of a variant lies: its files under their own names, as a model is opened.</summary>
    public string ViewOf(StoredVariant variant) => Path.Combine(_views, ObjectName.Of(variant.Files));

    /// <summary>Takes a file in.</summary>
    /// <param name="name">Its name in the model's folder.</param>
    /// <param name="source">Its bytes.</param>
    /// <param name="bytes">The most bytes that are taken: how long it was when it was looked at.</param>
    /// <exception cref="IOException">It is longer, or the disk refused.</exception>
    public StoredFile Put(string name, Stream source, long bytes)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string temporary = NewTemporary();
        long length = 0;
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        using (FileStream target = new(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            for (int read = source.Read(chunk, 0, ChunkBytes); read > 0; read = source.Read(chunk, 0, ChunkBytes))
            {
                if (read > bytes - length)
                {
                    throw new IOException($"{name}: grew above {bytes} bytes while it was added");
                }

                hash.AppendData(chunk, 0, read);
                disk.Write(target, chunk.AsSpan(0, read));
                length += read;
            }

            disk.Sync(target);
        }

        ArrayPool<byte>.Shared.Return(chunk);
        string digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        string final = PathOf(digest);
        if (File.Exists(final) && DigestOf(final) == digest)
        {
            disk.Delete(temporary);
        }
        else
        {
            MakeFolder(Path.GetDirectoryName(final)!);
            Publish(temporary, final);
        }

        return new StoredFile(name, digest, length);
    }

    /// <summary>What keeps the folder of a variant from being whole; null for nothing.</summary>
    public string? FaultOfView(StoredVariant variant)
    {
        string view = ViewOf(variant);
        return variant.Files.Select(file => FaultOf(Path.Combine(view, file.Name), file)).FirstOrDefault(static fault => fault is not null);
    }

    /// <summary>Makes the folder of a variant where it is not whole. It is whole or absent at any moment after that.</summary>
    public void MakeView(StoredVariant variant)
    {
        string view = ViewOf(variant);
        if (FaultOfView(variant) is null)
        {
            return;
        }

        string temporary = NewTemporary();
        disk.MakeFolder(temporary);
        foreach (StoredFile file in variant.Files)
        {
            disk.Link(PathOf(file.Sha256), Path.Combine(temporary, file.Name));
        }

        disk.SyncFolder(temporary);
        MakeFolder(_views);
        if (Directory.Exists(view))
        {
            // Out of the way in one step; the next writer empties this folder.
            disk.Rename(view, NewTemporary());
        }

        disk.Rename(temporary, view);
        disk.SyncFolder(_views);
    }

    /// <summary>Writes a file so that its name holds the old bytes or the new ones, whatever happens.</summary>
    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = NewTemporary();
        using (FileStream target = new(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            disk.Write(target, bytes);
            disk.Sync(target);
        }

        MakeFolder(Path.GetDirectoryName(path)!);
        disk.Rename(temporary, path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>What keeps a file from being what a store says it is; null for nothing.</summary>
    public static string? FaultOf(string path, StoredFile file)
    {
        if (!File.Exists(path))
        {
            return $"{path}: is missing";
        }

        string digest = DigestOf(path);
        return digest == file.Sha256 ? null : $"{path}: its SHA-256 is {digest} where {file.Sha256} is recorded: the disk damaged it";
    }

    /// <summary>Removes everything that is none of these, and what an interrupted writer left.</summary>
    /// <returns>Bytes that were freed.</returns>
    public long Collect(IReadOnlySet<string> objects, IReadOnlySet<string> views)
    {
        Clean();
        foreach (string view in Directory.Exists(_views) ? Directory.GetDirectories(_views) : [])
        {
            if (!views.Contains(Path.GetFileName(view)))
            {
                disk.Delete(view);
            }
        }

        long freed = 0;
        foreach (string digest in All.Where(digest => !objects.Contains(digest)).ToArray())
        {
            freed += new FileInfo(PathOf(digest)).Length;
            disk.Delete(PathOf(digest));
        }

        return freed;
    }

    /// <summary>Removes what an interrupted writer left. Writers only: whoever holds the lock is the only one who makes such files.</summary>
    public void Clean()
    {
        foreach (string left in Directory.Exists(_temporary) ? Directory.GetFileSystemEntries(_temporary) : [])
        {
            disk.Delete(left);
        }
    }

    /// <summary>SHA-256 of a file, 64 lower-case hexadecimal digits.</summary>
    public static string DigestOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private void Publish(string temporary, string final)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, ReadOnly);
        }

        disk.Rename(temporary, final);
        disk.SyncFolder(Path.GetDirectoryName(final)!);
    }

    /// <summary>Makes a folder whose own entry is durable, too.</summary>
    private void MakeFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            string parent = Path.GetDirectoryName(folder)!;
            MakeFolder(parent);
            disk.MakeFolder(folder);
            disk.SyncFolder(parent);
        }
    }

    private string NewTemporary()
    {
        MakeFolder(_temporary);
        return Path.Combine(_temporary, Path.GetRandomFileName());
    }
}
