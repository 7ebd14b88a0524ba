using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Files;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>The folder of a gateway that was killed with all it stored in its journal, and ways to damage that.</summary>
internal sealed class KilledSpool : IDisposable
{
    /// <summary>A frame of the journal: its header and a page.</summary>
    public const int FrameLength = 24 + 4096;

    private const int HeaderLength = 32;

    private readonly TemporaryFolder _folder = new();

    private KilledSpool(SpoolOptions living)
    {
        foreach (string name in (ReadOnlySpan<string>)["spool.db", "spool.db-wal", "spool.epoch"])
        {
            File.Copy(Path.Combine(living.Folder, name), _folder[name]);
        }

        Options = living with { Folder = _folder.Path };
    }

    public SpoolOptions Options { get; }

    public string Journal => _folder["spool.db-wal"];

    public int Frames => (int)((new FileInfo(Journal).Length - HeaderLength) / FrameLength);

    /// <summary>Takes what a kill would leave of a spool that is open, or what one left before.</summary>
    public static KilledSpool From(SpoolOptions living) => new(living);

    /// <summary>Stores batches of three frames in a spool of its own, each in one transaction, and takes what a kill then leaves.</summary>
    /// <param name="batches">How many.</param>
    /// <param name="isCopied">Whether the database holds all that the journal does, because nothing came for a while.</param>
    public static async Task<KilledSpool> WithBatchesAsync(int batches, bool isCopied = false)
    {
        using SpoolFixture living = new();
        using RecordSpool spool = living.Open(options => options with { IsStepped = true });
        for (ulong number = 1; number <= (ulong)batches; number++)
        {
            await StoreAsync(spool, number);
        }

        if (isCopied)
        {
            living.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }

        return From(living.Options);
    }

    /// <summary>Stores a batch of three frames in a stepped spool.</summary>
    public static async Task StoreAsync(RecordSpool spool, ulong number)
    {
        Task<StoreStatus> stored = SpoolFixture.StoreBatchAsync(spool, number);
        Assert.True(spool.Step());
        Assert.Equal(StoreStatus.Stored, await stored);
    }

    /// <summary>The frames that end a transaction, from 0.</summary>
    public List<int> Commits()
    {
        byte[] journal = File.ReadAllBytes(Journal);
        return [.. Enumerable.Range(0, Frames).Where(frame => journal.AsSpan(OffsetOf(frame) + 4, 4).IndexOfAnyExcept((byte)0) >= 0)];
    }

    /// <summary>Where a frame begins in the journal.</summary>
    public static int OffsetOf(int frame) => HeaderLength + (frame * FrameLength);

    /// <summary>Changes the journal's bytes.</summary>
    public void Damage(Action<byte[]> change)
    {
        byte[] journal = File.ReadAllBytes(Journal);
        change(journal);
        File.WriteAllBytes(Journal, journal);
    }

    /// <summary>Changes the database by SQL, and leaves the journal where it is.</summary>
    public void Execute(string sql)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = SpoolFile.Connect(Options);
        SpoolFile.Execute(connection, sql);
    }

    /// <summary>Cuts the journal off.</summary>
    public void Truncate(long length)
    {
        using FileStream file = new(Journal, FileMode.Open);
        file.SetLength(length);
    }

    public void Dispose() => _folder.Dispose();
}
