using EdgeAI.City.Proof;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using Npgsql;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>EdgeAI.City verify as a person runs it: of a table and of a file, with keys of both suites, with months that were taken out, and against an owner who writes history anew.</summary>
public sealed class VerifyCommandTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task Table_SealedBySuiteTwo_IsVerifiedWithTheKeyInItOrWithAFile()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using TemporaryFolder folder = new();
        using SealedSpool spool = new(Gateway, suite: AlgorithmSuite.Sm3Sm2);
        await File.WriteAllTextAsync(folder["gateway.pub"], spool.Key.PublicKey.ToPem(), TestContext.Current.CancellationToken);
        (int exitCode, string output) = await CityProcess.RunAsync("keys", "add", "--database", database.ConnectionString, "--gateway", Gateway, "--key", folder["gateway.pub"]);
        Assert.True(exitCode == 0, output);
        await CityStore.StoreAsync(database, Gateway, [spool.Next(20), spool.Next(20)]);
        Assert.Equal(["42"], await database.AskAsync("SELECT sequence FROM chain_head"));
        foreach (string[] keys in (string[][])[[], ["--gateway", Gateway, "--key", folder["gateway.pub"]]])
        {
            (exitCode, output) = await CityProcess.RunAsync(["verify", "--database", database.ConnectionString, .. keys]);
            Assert.True(exitCode == 0, output);
            Assert.Contains($"{Gateway} epoch 7: complete: 42 records, 42 attested, 2 seals", output, StringComparison.Ordinal);
        }

        await database.RunAsync("UPDATE record SET uncertainty = uncertainty + 1 WHERE sequence = 5");
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString, "--findings");
        Assert.Equal(3, exitCode);
        Assert.Contains($"altered {Gateway} 7 telemetry 5-5 1", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simulated = true")]
    [InlineData("board = 4")]
    [InlineData("frame_sequence = NULL")]
    [InlineData("robot_boot = robot_boot + (1::bigint << 32)")]
    [InlineData("handling = 256")]
    [InlineData("received_ns = received_ns + 1000, received = received - interval '1 microsecond'")]
    public async Task Table_ColumnThatDoesNotSayWhatTheRecordSays_IsAltered(string change)
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        await CityStore.AddKeyAsync(database, Gateway, spool.Key.PublicKey);
        await CityStore.StoreAsync(database, Gateway, [spool.Next(20)]);
        await database.RunAsync($"UPDATE record SET {change} WHERE sequence = 5");
        await using NpgsqlConnection connection = await database.ConnectAsync();
        SpoolVerification verification = await CityStore.VerifyAsync(connection, Gateway);
        Assert.Equal([$"altered {Gateway} 7 telemetry 5-5 1"], verification.Findings.Select(static finding => finding.ToString()));
    }

    [Fact]
    public async Task File_OfBatches_IsReportedLineByLineAndNeedsAKey()
    {
        using TemporaryFolder folder = new();
        using SealedSpool spool = new(Gateway);
        await File.WriteAllTextAsync(folder["gateway.pub"], spool.Key.PublicKey.ToPem(), TestContext.Current.CancellationToken);
        byte[] first = spool.Next(20);
        byte[] second = spool.Next(20);
        byte[] third = spool.Next(20);
        await WriteAsync(folder["all"], first, second, second, third);
        (int exitCode, string output) = await CityProcess.RunAsync("verify", "--file", folder["all"], "--key", folder["gateway.pub"]);
        Assert.Equal((0, $"duplicate {Gateway} 7 telemetry 22-42 21\ncomplete: 63 records, 63 attested, 3 seals, 21 duplicate"), (exitCode, output.Trim()));

        await WriteAsync(folder["part"], second, third);
        (exitCode, output) = await CityProcess.RunAsync("verify", "--file", folder["part"], "--key", folder["gateway.pub"]);
        Assert.Equal((3, $"missing {Gateway} 7 - 1-20 20\nmissing {Gateway} 7 telemetry 21-21 1\nnot complete: 42 records, 42 attested, 2 seals, 21 missing"), (exitCode, output.Trim()));
        await File.WriteAllLinesAsync(folder["left"], [$"left {Gateway} 7 telemetry 1-21 21"], TestContext.Current.CancellationToken);
        string shell = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "EdgeAI.City.dll")}' verify --file - --key '{folder["gateway.pub"]}' --left '{folder["left"]}' < '{folder["part"]}'";
        output = await UpstreamScript.RunAsync("bash", ["-c", shell]);
        Assert.Equal($"left {Gateway} 7 telemetry 1-21 21\ncomplete: 42 records, 42 attested, 2 seals, 21 left", output.Trim());

        (exitCode, output) = await CityProcess.RunAsync("verify", "--file", folder["part"]);
        Assert.Equal((2, "EdgeAI.City: a file cannot be verified without the gateway's public key: give it with --key"), (exitCode, output.Trim()));
        (exitCode, output) = await CityProcess.RunAsync("verify");
        Assert.Equal((2, "EdgeAI.City: name what is verified with --database or with --file, and not with both"), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task Table_WithoutItsOldestMonth_IsCompleteWhereItWasRetiredAndNotWhereItWasDetachedAlone()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        await CityStore.AddKeyAsync(database, Gateway, spool.Key.PublicKey);
        byte[] october = spool.Next(20, received: Noon - (40L * 86_400 * 1_000_000_000));
        await CityStore.StoreAsync(database, Gateway, [october, spool.Next(20), spool.Next(20)]);
        await using NpgsqlConnection connection = await database.ConnectAsync();
        Assert.True((await CityStore.VerifyAsync(connection, Gateway)).IsComplete);

        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await EdgeAI.City.Storage.NpgsqlCommands.RunAsync(connection, "ALTER TABLE record DETACH PARTITION record_2026_10", TestContext.Current.CancellationToken);
            SpoolVerification detached = await CityStore.VerifyAsync(connection, Gateway);
            Assert.Equal([$"missing {Gateway} 7 - 1-20 20", $"missing {Gateway} 7 telemetry 21-21 1"], detached.Findings.Select(static finding => finding.ToString()));
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["21"], await database.AskAsync("SELECT retire_month('2026-10-15')"));
        SpoolVerification retired = await CityStore.VerifyAsync(connection, Gateway);
        Assert.Equal("complete: 42 records, 42 attested, 2 seals, 21 left", retired.Summary);
        Assert.Equal(["21"], await database.AskAsync("SELECT count(*) FROM record_2026_10"));
        PostgresException again = await Assert.ThrowsAsync<PostgresException>(() => database.AskAsync("SELECT retire_month('2026-10-15')"));
        Assert.Contains("no partition record_2026_10", again.MessageText, StringComparison.Ordinal);

        // What is missing of what is there is told all the same.
        await database.RunAsync("DELETE FROM record WHERE sequence = 30");
        Assert.Equal("not complete: 41 records, 41 attested, 2 seals, 1 missing, 21 left", (await CityStore.VerifyAsync(connection, Gateway)).Summary);
    }

    [Fact]
    public async Task Month_OfRecordsAndOfALossThatOnlyItDeclares_LeavesNothingMissingAndMayComeBackAndGoAgain()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        await CityStore.AddKeyAsync(database, Gateway, spool.Key.PublicKey);
        long october = Noon - (40L * 86_400 * 1_000_000_000);
        List<SampleRecord> records = spool.NextRecords(20, received: october);
        byte[] loss = new byte[DeclaredLoss.Length];
        new DeclaredLoss { Reason = LossReason.DroppedForRoom, Class = RecordClass.Telemetry, IsExact = true, First = 5, Last = 6, Count = 2 }.Write(loss);
        List<SampleRecord> more = spool.NextRecords(1, received: october, own: (RecordKind.DeclaredLoss, loss));
        await CityStore.StoreAsync(database, Gateway, [Of(Gateway, 0, records.Where(static record => record.Sequence is not (5 or 6))), Of(Gateway, 0, more), spool.Next(20)]);
        await using NpgsqlConnection connection = await database.ConnectAsync();
        Assert.Equal("complete: 42 records, 42 attested, 3 seals, 2 declared-lost", (await CityStore.VerifyAsync(connection, Gateway)).Summary);
        Assert.Equal(0, (await SpoolTable.AccountAsync(connection, Gateway, Epoch, TestContext.Current.CancellationToken)).Missing);

        Assert.Equal(["21"], await database.AskAsync("SELECT retire_month('2026-10-01')"));
        SpoolVerification retired = await CityStore.VerifyAsync(connection, Gateway);
        Assert.True(retired.IsComplete, retired.Summary);
        Assert.Equal(0, (await SpoolTable.AccountAsync(connection, Gateway, Epoch, TestContext.Current.CancellationToken)).Missing);

        // A gateway that has no receipt for them sends them again after their table was dropped: the month is made again, and may be retired again.
        await database.RunAsync("DROP TABLE record_2026_10");
        await CityStore.StoreAsync(database, Gateway, [Of(Gateway, 0, records.Where(static record => record.Sequence > 10))]);
        Assert.Equal(["11"], await database.AskAsync("SELECT retire_month('2026-10-01')"));
        Assert.True((await CityStore.VerifyAsync(connection, Gateway)).IsComplete);
    }

    [Fact]
    public async Task Spool_ThatWasTakenOutOfTheDatabase_IsAskedForByWhateverKnowsOfIt()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        await CityStore.AddKeyAsync(database, Gateway, spool.Key.PublicKey);
        await CityStore.StoreAsync(database, Gateway, [spool.Next(20)]);
        string head = (await database.AskAsync("SELECT gateway || '/' || epoch || '/telemetry/' || sequence || '/' || encode(digest, 'hex') FROM chain_head"))[0];

        // Without its row it is found by its records, then by its anchors.
        await database.RunAsync("DELETE FROM spool");
        (int exitCode, string output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString);
        Assert.True(exitCode == 0, output);
        Assert.Contains($"{Gateway} epoch 7: complete: 21 records", output, StringComparison.Ordinal);
        await database.RunAsync("DELETE FROM record");
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString);
        Assert.Equal(3, exitCode);
        Assert.Contains("1 spools, 1 not complete", output, StringComparison.Ordinal);

        // With nothing left of it, by the head that somebody kept.
        await database.RunAsync("DELETE FROM anchor; DELETE FROM verification");
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString, "--anchor", head, "--findings");
        Assert.Equal(3, exitCode);
        Assert.Contains($"rewritten {Gateway} 7 telemetry 21-21 1", output, StringComparison.Ordinal);
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString, "--gateway", "gatewey-1");
        Assert.Equal((2, "EdgeAI.City: nothing came from a gateway 'gatewey-1', and no --anchor is of it: look at EdgeAI.City gaps for the ids that there are"), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task RevokedKey_SealsThatWereNotAnchored_AreToldAlsoBehindALaterAnchorOfAnotherKey()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        using RecordSigningKey next = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        await CityStore.AddKeyAsync(database, Gateway, spool.Key.PublicKey);
        await CityStore.StoreAsync(database, Gateway, [spool.Next(20)]);
        await database.RunAsync("UPDATE gateway_key SET revoked = now()");
        await CityStore.AddKeyAsync(database, Gateway, next.PublicKey);
        await using NpgsqlConnection connection = await database.ConnectAsync();
        Assert.True((await CityStore.VerifyAsync(connection, Gateway)).IsComplete);
        byte[] late = spool.Next(20);
        spool.GoOnWith(next);
        await CityStore.StoreAsync(database, Gateway, [late, spool.Next(20)]);
        Assert.Equal(["21", "63"], await database.AskAsync("SELECT sequence FROM anchor ORDER BY 1"));
        Assert.Contains("1 seals of a key that was revoked before they came attest nothing", (await CityStore.VerifyAsync(connection, Gateway)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_WhoEditsReordersOrDeletesBehindAnAnchor_IsToldByTheReceiverOrByVerify()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        await CityStore.AddKeyAsync(database, Gateway, spool.Key.PublicKey);
        await CityStore.StoreAsync(database, Gateway, [spool.Next(20)]);
        await using NpgsqlConnection connection = await database.ConnectAsync();

        // Edited, sealed anew under the same numbers and sent again: other bytes under names that are there, and a second seal of that number.
        Action goBack = spool.Remember(skip: 0);
        await CityStore.StoreAsync(database, Gateway, [spool.Next(20)]);
        string head = (await database.AskAsync($"SELECT gateway || '/' || epoch || '/telemetry/' || sequence || '/' || encode(digest, 'hex') FROM chain_head"))[0];
        goBack();
        byte[] rewritten = spool.Next(20, content: 1);
        await CityStore.StoreAsync(database, Gateway, [rewritten]);
        Assert.Equal(["21"], await database.AskAsync("SELECT count(*) FROM conflict"));
        Assert.Equal(["forked|42|another seal of this number is anchored"], await database.AskAsync("SELECT kind, sequence, detail FROM finding"));
        SpoolVerification verification = await CityStore.VerifyAsync(connection, Gateway);
        Assert.False(verification.IsComplete);
        Assert.Equal("not complete: 42 records, 42 attested, 2 seals; 21 conflicting records were set aside (table conflict)", verification.Summary);

        // The same with the database's owner as an accomplice who puts the new records in the place of the old ones: the head that somebody kept tells.
        await database.RunAsync("DELETE FROM record WHERE sequence > 21; DELETE FROM conflict; DELETE FROM anchor; DELETE FROM finding");
        await CityStore.StoreAsync(database, Gateway, [rewritten]);
        Assert.Equal("complete: 42 records, 42 attested, 2 seals", (await CityStore.VerifyAsync(connection, Gateway)).Summary);
        verification = await CityStore.VerifyAsync(connection, Gateway, ChainHead.Parse(head));
        Assert.Equal([$"rewritten {Gateway} 7 telemetry 42-42 1"], verification.Findings.Select(static finding => finding.ToString()));

        // Deleted from the spool before it was sent, or exchanged there: the seal that goes with the rest names what is not there.
        List<SampleRecord> next = spool.NextRecords(20);
        await CityStore.StoreAsync(database, Gateway, [Of(Gateway, 0, next.Where(static record => record.Sequence is not (45 or 46)))]);
        Assert.Equal([$"missing {Gateway} 7 telemetry 45-46 2"], (await CityStore.VerifyAsync(connection, Gateway)).Findings.Select(static finding => finding.ToString()));
        next = spool.NextRecords(20);
        (next[3], next[4]) = (next[4] with { Sequence = next[3].Sequence }, next[3] with { Sequence = next[4].Sequence });
        await CityStore.StoreAsync(database, Gateway, [Of(Gateway, 0, next)]);
        Assert.Equal(
            [$"missing {Gateway} 7 telemetry 45-46 2", $"altered {Gateway} 7 telemetry 67-68 2"],
            (await CityStore.VerifyAsync(connection, Gateway)).Findings.Select(static finding => finding.ToString()));
    }

    [Fact]
    public async Task Epochs_OfOneGateway_AreLinkedWhereTheNewOneNamesASealOfTheOneBefore()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool before = new(Gateway);
        await CityStore.AddKeyAsync(database, Gateway, before.Key.PublicKey);
        await CityStore.StoreAsync(database, Gateway, [before.Next(3), before.Next(3)]);
        using SealedSpool after = new(Gateway, before.Key, epoch: 8);
        after.BeginBehind(before);
        await CityStore.StoreAsync(database, Gateway, [before.Next(3), after.Next(3)]);

        // It went on from the second seal, and a third came of the epoch before.
        Assert.Equal([$"{Gateway}|8|3|7|8|12"], await database.AskAsync("SELECT gateway, epoch, class, epoch_before, seal_before, last_before FROM epoch_link"));
        using SealedSpool unknown = new(Gateway, before.Key, epoch: 9);
        unknown.BeginBehind(after, digest: new byte[32]);
        await CityStore.StoreAsync(database, Gateway, [unknown.Next(3)]);
        Assert.Equal(["8||4"], await database.AskAsync("SELECT epoch_before, seal_before, last_before FROM epoch_link WHERE epoch = 9"));
    }

    private static async Task WriteAsync(string path, params byte[][] batches)
    {
        await using FileStream file = File.Create(path);
        foreach (byte[] batch in batches)
        {
            await file.WriteAsync(BitConverter.GetBytes(batch.Length), TestContext.Current.CancellationToken);
            await file.WriteAsync(batch, TestContext.Current.CancellationToken);
        }
    }
}
