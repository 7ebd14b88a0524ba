using System.Globalization;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Tests.Gateway;

/// <summary>A spool in a folder of its own, and ways to fill it, read it and damage it.</summary>
internal sealed class SpoolFixture : IDisposable
{
    private const long ReceivedUtc = 1_795_000_000_000_000_000;

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string File => Path.Combine(Folder, "spool.db");

    public SpoolOptions Options => new() { Folder = Folder, Gateway = "gateway" };

    public RecordSpool Open(Func<SpoolOptions, SpoolOptions>? change = null) => RecordSpool.Open(change?.Invoke(Options) ?? Options);

    public static Task<StoreStatus> StoreFrameAsync(RecordSpool spool, long sequence, int length = 200)
        => spool.StoreAsync(StoreRequest.ForFrame("robot", RawFrames.Make(1, 1, sequence, length), ReceivedUtc));

    public static Task<StoreStatus> StoreBatchAsync(RecordSpool spool, ulong number, uint boot = 1, int frames = 3, string robot = "robot")
    {
        RobotBatchWriter writer = new(64 << 10);
        writer.Begin(boot, number);
        for (int index = 0; index < frames; index++)
        {
            writer.TryAdd(RecordClass.Telemetry, 1, 1, RawFrames.Make(1, 1, ((long)number * 100) + index));
        }

        byte[] payload = writer.Finish().ToArray();
        Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(payload, out RobotBatchReader opened));
        return spool.StoreAsync(StoreRequest.ForBatch(robot, payload, opened, ReceivedUtc));
    }

    /// <summary>Waits, but not for ever, until nothing is left in the spool.</summary>
    public static Task EmptyAsync(RecordSpool spool) => spool.WhenEmptyAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The sequences that a reader hands out from the beginning.</summary>
    public static List<long> ReadAll(RecordSpool spool)
    {
        using SpoolReader reader = spool.OpenReader();
        GatewayBatchWriter batch = new("gateway", spool.Identity.Epoch, 1 << 20);
        List<long> sequences = [];
        long last = spool.TrimmedSequence;
        for (long next = reader.Read(last, 100, batch); next > last; next = reader.Read(last, 100, batch))
        {
            last = next;
            if (batch.Count > 0)
            {
                Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(batch.Finish().Span, out GatewayBatchReader opened));
                while (opened.MoveNext())
                {
                    sequences.Add(opened.Current.Sequence);
                }
            }
        }

        return sequences;
    }

    public void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Scalar(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _folder.Dispose();

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
