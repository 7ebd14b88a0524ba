using System.Text;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Spool;
using Npgsql;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>What the table holds: a record's bytes, bit for bit, and beside them what people ask for in SQL.</summary>
public sealed class StoredRecordsTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task Rows_OfEveryKindAndExtremeTimes_GiveTheRecordsBytesAgain()
    {
        TestDatabase database = await servers.DatabaseAsync();
        byte[] batch = Of(Gateway, 0, Samples());
        await StoreAsync(database, batch);
        Assert.Equal(batch, await ReadAsync(database));
    }

    [Fact]
    public async Task Rows_OfFrames_SayWhatTheHeaderSays()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await StoreAsync(database, Of(Gateway, 0, Samples()));
        Assert.Equal(
            ["1|3|5|700000000001|19|0|False", "2|3|6|2|19|1|True", "3||||||"],
            await database.AskAsync("SELECT sequence, board, stream, frame_sequence, frame_type, frame_flags, simulated FROM record WHERE sequence <= 3 ORDER BY sequence"));
        Assert.Equal(["2026-11-30 12:00:00.123456|789"], await database.AskAsync("SELECT to_char(received AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), received_ns FROM record WHERE sequence = 1"));
    }

    [Fact]
    public async Task Views_OfOwnRecords_SayWhatTheBodiesSay()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await StoreAsync(database, Of(Gateway, 0, Samples()));
        Assert.Equal(["1|3|False|20|30|5|2026-11-30 12:00:00"], await database.AskAsync("SELECT reason, lost_class, exact, first, last, count, to_char(earliest AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM declared_loss"));
        Assert.Equal(["3|1|1|robot|1|9|7"], await database.AskAsync("SELECT rule, board, stream, robot, robot_boot, policy_revision, count FROM withheld"));
        Assert.Equal(
            ["2|2|robot-7|3|2026-11-30 12:00:00|wrong password: 错误", $"1|1|{Gateway}|1|2026-11-30 12:00:00|started"],
            await database.AskAsync("SELECT subject, outcome, actor, count, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), happened FROM audit_entry ORDER BY sequence"));
        Assert.Equal(["9|{}|32"], await database.AskAsync("SELECT revision, policy::text, length(digest) FROM policy_change"));
    }

    [Fact]
    public async Task Partitions_AreMonthsAndOneForClocksThatAreWrongByYears()
    {
        TestDatabase database = await servers.DatabaseAsync();
        long nextYear = Noon + (400L * 86_400 * 1_000_000_000);
        await StoreAsync(database, Of(Gateway, 0,
        [
            new SampleRecord { Sequence = 1, Frame = [1], Received = TestClock.Now },
            new SampleRecord { Sequence = 2, Frame = [1], Received = 1 },
            new SampleRecord { Sequence = 3, Frame = [1], Received = long.MaxValue },
            new SampleRecord { Sequence = 4, Frame = [1], Received = TestClock.Now + nextYear - Noon },
        ]));
        Assert.Equal(["3"], await database.AskAsync("SELECT count(*) FROM record_other_times"));

        // When that year comes, its partition takes what has waited for it.
        string month = (await database.AskAsync("SELECT to_char(date_trunc('month', received AT TIME ZONE 'UTC'), 'YYYY-MM-DD') FROM record WHERE sequence = 4"))[0];
        await database.RunAsync($"SELECT make_partition('{month}')");
        Assert.Equal(["2"], await database.AskAsync("SELECT count(*) FROM record_other_times"));
        Assert.Equal([$"record_{month[..7].Replace('-', '_')}"], await database.AskAsync("SELECT tableoid::regclass::text FROM record WHERE sequence = 4"));
    }

    [Fact]
    public async Task Gaps_AreWhatNeitherCameNorWasDeclaredLostAndCloseWhenItComes()
    {
        TestDatabase database = await servers.DatabaseAsync();
        await StoreAsync(database, Frames(Gateway, [.. From(1, 10), .. From(15, 5)]));
        await StoreAsync(database, Frames(Gateway, [.. From(40, 10)]));
        Assert.Equal((49, 24, 0), await AccountAsync(database, [(11, 14), (20, 39)]));

        // 20 to 30 of class telemetry were dropped for room; 12 comes late; and the spool goes on.
        await StoreAsync(database, Of(Gateway, 0, [new SampleRecord { Sequence = 51, Kind = RecordKind.DeclaredLoss, Class = RecordClass.Safety, Robot = Gateway, Frame = LossBody(20, 30) }]));
        await StoreAsync(database, Frames(Gateway, [12]));
        Assert.Equal((51, 13, 11), await AccountAsync(database, [(11, 11), (13, 14), (31, 39), (50, 50)]));
        await StoreAsync(database, Frames(Gateway, [11, 13, 14, .. From(31, 9), 50]));
        Assert.Equal((51, 0, 11), await AccountAsync(database, []));
    }

    [Fact]
    public async Task Schema_AppliedByTwoAtOnce_IsAppliedOnceAndANewerOneIsLeftAlone()
    {
        TestDatabase database = await servers.DatabaseAsync(withSchema: false);
        (int Before, int After)[] applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using NpgsqlConnection connection = await database.ConnectAsync();
            return await CitySchema.ApplyAsync(connection, plain: false, TestContext.Current.CancellationToken);
        }));
        Assert.Equal(1, applied.Count(static versions => versions.Before == 0));
        Assert.Equal(3, applied.Count(static versions => versions.Before == CitySchema.Version));
        await database.RunAsync("INSERT INTO schema_version (version) VALUES (999)");
        await using NpgsqlConnection later = await database.ConnectAsync();
        EdgeAI.City.CityException refused = await Assert.ThrowsAsync<EdgeAI.City.CityException>(() => CitySchema.ApplyAsync(later, plain: false, TestContext.Current.CancellationToken));
        Assert.Contains("version 999", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_WithoutPartitions_StoresTheSame()
    {
        TestDatabase database = await servers.DatabaseAsync(withSchema: false);
        await using (NpgsqlConnection connection = await database.ConnectAsync())
        {
            await CitySchema.ApplyAsync(connection, plain: true, TestContext.Current.CancellationToken);
        }

        byte[] batch = Of(Gateway, 0, Samples());
        await StoreAsync(database, batch);
        Assert.Equal(batch, await ReadAsync(database));
        Assert.Equal(["0"], await database.AskAsync("SELECT count(*) FROM pg_partitioned_table"));
    }

    private static IEnumerable<SampleRecord> Samples() =>
    [
        new() { Sequence = 1, Frame = RawFrames.Make(3, 5, 700_000_000_001), Uncertainty = -1, RobotBoot = uint.MaxValue },
        new() { Sequence = 2, Kind = RecordKind.GovernedFrame, Class = RecordClass.Bulk, Handling = 0b11110, PolicyRevision = uint.MaxValue, Frame = RawFrames.Make(3, 6, 2, flags: 1), Stamp = -1 },
        new() { Sequence = 3, Frame = [0xFF], Stamp = long.MinValue, Robot = "r.2_x-" },
        new() { Sequence = 9, Class = RecordClass.Safety, Frame = RawFrames.Make(ushort.MaxValue, byte.MaxValue, 1, ushort.MaxValue), Stamp = long.MaxValue, Uncertainty = long.MaxValue },
        new() { Sequence = 10, Kind = RecordKind.DeclaredLoss, Class = RecordClass.Safety, Robot = Gateway, Frame = LossBody(20, 30), Received = -1_000_000_001 },
        new() { Sequence = 11, Kind = RecordKind.Withheld, Class = RecordClass.Event, Robot = Gateway, Frame = OwnBodies.Of(RecordKind.Withheld) },
        new() { Sequence = 12, Kind = RecordKind.AuditEntry, Class = RecordClass.Event, Robot = Gateway, Frame = AuditBody(AuditSubject.Connection, AuditOutcome.Refused, "robot-7", 3, "wrong password: 错误") },
        new() { Sequence = 13, Kind = RecordKind.AuditEntry, Class = RecordClass.Event, Robot = Gateway, Frame = AuditBody(AuditSubject.Gateway, AuditOutcome.Done, "", 1, "started") },
        new() { Sequence = long.MaxValue, Kind = RecordKind.PolicyChange, Class = RecordClass.Event, Robot = Gateway, Frame = OwnBodies.Of(RecordKind.PolicyChange) },
    ];

    private static byte[] AuditBody(AuditSubject subject, AuditOutcome outcome, string actor, uint count, string text)
    {
        AuditEntry entry = new() { Subject = subject, Outcome = outcome, Count = count, SinceUtcNanoseconds = Noon, Actor = Encoding.ASCII.GetBytes(actor), Text = Encoding.UTF8.GetBytes(text) };
        byte[] body = new byte[entry.EncodedLength];
        entry.Write(body);
        return body;
    }

    private static byte[] LossBody(long first, long last)
    {
        byte[] body = new byte[DeclaredLoss.Length];
        new DeclaredLoss { Reason = LossReason.DroppedForRoom, Class = RecordClass.Telemetry, IsExact = false, First = first, Last = last, Count = 5, EarliestReceivedUtcNanoseconds = Noon, LatestReceivedUtcNanoseconds = Noon }.Write(body);
        return body;
    }

    private static async Task StoreAsync(TestDatabase database, byte[] batch)
    {
        StoredGroup stored = await CityStore.StoreAsync(database, Gateway, [batch]);
        Assert.Equal((0, 0, 0), (stored.Refused, stored.Conflicts, stored.Duplicates));
    }

    private static async Task<byte[]> ReadAsync(TestDatabase database)
    {
        using GatewayBatchWriter writer = new(Gateway, Epoch, GatewayBatchWriter.MaximumLength);
        await using NpgsqlConnection connection = await database.ConnectAsync();
        await StoredRecords.ReadAsync(connection, Gateway, Epoch, (in GatewayRecord record, bool isAsStored) => Assert.True(isAsStored && record.IsIntact && writer.TryAdd(record)), TestContext.Current.CancellationToken);
        return writer.Finish().ToArray();
    }

    private static async Task<(long Reached, long Missing, long DeclaredLost)> AccountAsync(TestDatabase database, (long First, long Last)[] gaps)
    {
        await using NpgsqlConnection connection = await database.ConnectAsync();
        SpoolReport report = await SpoolTable.AccountAsync(connection, Gateway, Epoch, TestContext.Current.CancellationToken);
        Assert.Equal(gaps, report.Gaps.Select(static gap => (gap.First, gap.Last)));
        return (report.Reached, report.Missing, report.DeclaredLost);
    }
}
