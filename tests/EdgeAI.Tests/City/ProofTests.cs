using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.City;

/// <summary>What the city proves: anchors of what gateways signed, and whether the table is whole.</summary>
public sealed class ProofTests(CityServers servers) : IClassFixture<CityServers>
{
    private const string Gateway = "gateway-1";

    [Fact]
    public async Task Verify_OfATable_IsCompleteUntilSomebodyChangesARow()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        await AddKeyAsync(database, spool.Key.PublicKey);
        await StoreAsync(database, spool.Next(100), spool.Next(100), spool.Next(100));
        (int exitCode, string output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString, "--findings");
        Assert.True(exitCode == 0, output);
        Assert.Contains($"{Gateway} epoch 7: complete: 303 records, 303 attested, 3 seals", output, StringComparison.Ordinal);
        Assert.Equal(["True|303"], await database.AskAsync("SELECT complete, records FROM verification"));

        await database.RunAsync("UPDATE record SET frame = set_byte(frame, 30, 77) WHERE sequence = 42");
        await database.RunAsync("DELETE FROM record WHERE sequence BETWEEN 150 AND 159");
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString, "--findings");
        Assert.Equal(3, exitCode);
        Assert.Contains($"altered {Gateway} 7 telemetry 42-42 1", output, StringComparison.Ordinal);
        Assert.Contains($"missing {Gateway} 7 telemetry 150-159 10", output, StringComparison.Ordinal);

        // The last seals are gone, and with them what they attested: the anchor knows that they were there.
        await database.RunAsync("DELETE FROM record WHERE sequence > 202");
        (exitCode, output) = await CityProcess.RunAsync("verify", "--database", database.ConnectionString, "--findings");
        Assert.Equal(3, exitCode);
        Assert.Contains($"rewritten {Gateway} 7 telemetry 303-303 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchors_OfSealsAsTheyCome_NameTheHeadAndWhatIsAmiss()
    {
        TestDatabase database = await servers.DatabaseAsync();
        using SealedSpool spool = new(Gateway);
        await StoreAsync(database, spool.Next(5));
        Assert.Equal(["unknown-key|0"], await database.AskAsync("SELECT kind, sequence FROM finding"));
        await AddKeyAsync(database, spool.Key.PublicKey);
        await StoreAsync(database, spool.Next(5));
        Assert.Equal(["12"], await database.AskAsync("SELECT sequence FROM chain_head"));
        Assert.Equal(["12|0|6|0"], await database.AskAsync("SELECT sequence, begins, previous_sequence, epoch_before FROM anchor"));

        // The owner of the gateway writes its history anew from the seal before on: a second seal goes on from there.
        Action goBack = spool.Remember();
        await StoreAsync(database, spool.Next(5));
        goBack();
        await StoreAsync(database, spool.Next(5, content: 1));
        Assert.Equal(["forked|118|goes on from 12, as 18 does"], await database.AskAsync("SELECT kind, sequence, detail FROM finding WHERE kind <> 'unknown-key'"));
        await StoreAsync(database, spool.Next(5, badSeal: true));
        Assert.Equal(["bad-seal|124"], await database.AskAsync("SELECT kind, sequence FROM finding WHERE kind = 'bad-seal'"));
    }

    private static async Task AddKeyAsync(TestDatabase database, RecordPublicKey key)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["gateway.pub"], key.ToPem(), TestContext.Current.CancellationToken);
        (int exitCode, string output) = await CityProcess.RunAsync("keys", "add", "--database", database.ConnectionString, "--gateway", Gateway, "--key", folder["gateway.pub"]);
        Assert.True(exitCode == 0, output);
    }

    private static Task StoreAsync(TestDatabase database, params byte[][] batches) => CityStore.StoreAsync(database, Gateway, batches);
}
