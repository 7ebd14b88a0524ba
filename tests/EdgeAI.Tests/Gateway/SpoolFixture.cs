using System.Globalization;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
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

    public SpoolOptions Options => new() { Folder = Folder, Gateway = "gateway", ReserveBytes = 64 << 10 };

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

    /// <summary>Lets go of every frame's record through a sequence, and of all that the gateway said itself.</summary>
    public static void Release(RecordSpool spool, long through)
    {
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            using ISpoolLane lane = spool.OpenLane(recordClass);
            lane.Release(1, recordClass == RecordClass.Telemetry ? through : Math.Max(through, lane.Newest));
        }
    }

    /// <summary>Lets go of what is there and of the losses that come of it, until nothing is left.</summary>
    public static async Task ReleaseAllAsync(RecordSpool spool)
        => await Eventually.HoldsAsync(
            () =>
            {
                ReadAll(spool);
                Release(spool, spool.Snapshot().LastSequence);
                return spool.Snapshot().Depth == 0;
            },
            "the spool is empty", () => spool.Snapshot().ToString());

    /// <summary>The sequences of the frames that the lanes hand out from the beginning, sorted.</summary>
    public static List<long> ReadAll(RecordSpool spool) => [.. ReadRecords(spool).Where(record => record.Kind is RecordKind.Frame or RecordKind.GovernedFrame).Select(record => record.Sequence).Order()];

    /// <summary>The losses that the safety lane hands out.</summary>
    public static List<DeclaredLoss> ReadLosses(RecordSpool spool)
        => [.. ReadRecords(spool).Where(record => record.Kind == RecordKind.DeclaredLoss).Select(record => DeclaredLoss.TryRead(record.Frame, out DeclaredLoss loss) ? loss : throw new InvalidOperationException("no loss"))];

    /// <summary>All that the lanes hand out from the beginning, lane by lane.</summary>
    public static List<ReadRecord> ReadRecords(RecordSpool spool)
    {
        List<ReadRecord> records = [];
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            using ISpoolLane lane = spool.OpenLane(recordClass);
            ReadLane(lane, spool.Identity.Epoch, records);
        }

        return records;
    }

    /// <summary>What one lane hands out after a sequence, or from the beginning.</summary>
    public static void ReadLane(ISpoolLane lane, long epoch, List<ReadRecord> records, long after = 0)
    {
        using GatewayBatchWriter batch = new("gateway", epoch, 1 << 20);
        long last = after;
        for (long next = lane.Read(last, long.MaxValue, 100, batch); next > last; next = lane.Read(last, long.MaxValue, 100, batch))
        {
            last = next;
            if (batch.Count > 0)
            {
                Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(batch.Finish().Span, out GatewayBatchReader opened));
                while (opened.MoveNext())
                {
                    records.Add(new ReadRecord(opened.Current));
                }
            }
        }
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
