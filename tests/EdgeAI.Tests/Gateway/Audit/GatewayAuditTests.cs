using EdgeAI.Gateway;
using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Identity;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace EdgeAI.Tests.Gateway.Audit;

public sealed class GatewayAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gateway_FromStartToStop_StoresWhoConnectedAndWhatWasRefused()
    {
        await using (GatewayHost host = await GatewayHost.StartAsync(Options))
        {
            await PublishAsync(host.Port, "robot-1", "edgeai/v1/site/robot-1/1/1", RawFrames.Make(1, 1, 1));
            await PublishAsync(host.Port, "robot-1", "edgeai/v1/site/robot-1/1/1", [1, 2, 3]);
            await PublishAsync(host.Port, "Robot 2", "edgeai/v1/elsewhere/robot-2/1/1", RawFrames.Make(1, 1, 1));
        }

        string[] entries = ReadEntries();
        string epoch = entries[0].Split(' ')[^1];
        Assert.Equal($"Gateway Done 1 : starts: version {typeof(GatewayHost).Assembly.GetName().Version?.ToString(3)}, epoch {epoch}", entries[0]);
        Assert.Contains("Gateway Done 1 : stops in order", entries);
        Assert.Matches("^Chain Done 1 : key [0-9a-f]{16} signs the seals by Sha256P256$", entries[1]);
        Assert.Equal(
            [
                "Connection Done 1 : connected without a certificate, on loopback, MQTT 5",
                "Connection Done 2 robot-1: connected without a certificate, on loopback, MQTT 5",
                "Publish Refused 1 : publishes refused: ForeignSite",
                "Publish Refused 1 robot-1: publishes refused: Malformed",
            ],
            entries.Where(static entry => entry.StartsWith("Connection", StringComparison.Ordinal) || entry.StartsWith("Publish", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stop_WithAuditAndADrain_EndsInOrderAndStoresWhatIsNotedMeanwhile()
    {
        using StringWriter log = new();
        using LineLoggerProvider lines = new(log, LogFormat.Text, TimeProvider.System);
        using LoggerFactory logging = new([lines]);
        StopSeen seen = new();
        GatewayHost host = await GatewayHost.StartAsync(Options with
        {
            Logging = logging,
            ConfigureSpool = spool => spool with { Observers = [.. spool.Observers, seen] },
            Uplink = new UplinkOptions { Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = 1 }], TrimBy = TrimBy.Puback },
        });

        Task<bool> stop = host.StopAsync(TimeSpan.FromSeconds(2));
        await seen.Stopping.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        host.Trail!.Note(AuditSubject.Spool, AuditOutcome.Failed, "", "the disk ails");
        Assert.False(await stop);

        Assert.Contains("Spool Failed 1 : the disk ails", ReadEntries());
        lines.Dispose();
        Assert.DoesNotContain("did not end in order", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identity_EnrolledRefusedAndRevoked_IsNotedByDevice()
    {
        using AuthorityFixture fixture = await AuthorityFixture.CreateAsync();
        AuditTrail trail = new(fixture.Time);
        using DeviceDirectory directory = fixture.Open(trail: trail);
        await fixture.EnrollAsync("robot-1");
        directory.Look();
        await fixture.EnrollAsync("robot-1", publish: ["city/#"]);
        directory.Look();
        await fixture.Authority.RevokeDeviceAsync("robot-1");
        directory.Look();

        List<string> notes = [];
        while (trail.TryTake(ofOutsiders: false, out AuditTally tally))
        {
            notes.Add($"{tally.Note.Subject} {tally.Note.Outcome} {tally.Note.Actor} {tally.Note.Text.Split(':')[0]}");
        }

        Assert.Equal("Identity Done robot-1 enrolled", notes[0]);
        Assert.Contains("Identity Done robot-1 certificate issued", notes);
        Assert.Contains("Identity Done robot-1 permissions changed", notes);
        Assert.Equal("Identity Done robot-1 certificate revoked", notes[^1]);
    }

    [Fact]
    public async Task Spool_WhoseFileIsDestroyed_IsNoted()
    {
        await using (GatewayHost host = await GatewayHost.StartAsync(Options with { Audit = false }))
        {
            await PublishAsync(host.Port, "robot-1", "edgeai/v1/site/robot-1/1/1", RawFrames.Make(1, 1, 1));
        }

        await using (FileStream file = new(Path.Combine(_folder["spool"], "spool.db"), FileMode.Open))
        {
            file.Write(new byte[100]);
        }

        await using (GatewayHost host = await GatewayHost.StartAsync(Options))
        {
            await Eventually.HoldsAsync(() => host.Snapshot().Spool.RecordsStored > 1, "the entries are stored");
        }

        Assert.Contains(ReadEntries(), static entry => entry.StartsWith("Spool ", StringComparison.Ordinal));
    }

    [Fact]
    public void Counts_OfTransactionsThatFail_AreNotedOnceForEachKind()
    {
        AuditTrail trail = new(TimeProvider.System);
        SpoolAudit audit = new(trail);
        audit.Observe(new SpoolStatistics { FailedCommits = 5, LastError = "before" });
        Assert.False(trail.TryTake(ofOutsiders: false, out _));

        audit.Observe(new SpoolStatistics { FailedCommits = 6, LastError = "disk full" });
        audit.Observe(new SpoolStatistics { FailedCommits = 9, LastError = "disk full" });

        Assert.True(trail.TryTake(ofOutsiders: false, out AuditTally tally));
        Assert.Equal((AuditSubject.Spool, AuditOutcome.Failed, 2u, "a transaction failed: disk full"), (tally.Note.Subject, tally.Note.Outcome, tally.Count, tally.Note.Text));
    }

    [Fact]
    public void Chains_ThatBeginAgain_AreNoted()
    {
        AuditTrail trail = new(TimeProvider.System);
        SpoolAudit audit = new(trail);
        audit.Observe(new SpoolStatistics { ChainsBegunAgain = 4 });
        audit.Observe(new SpoolStatistics { ChainsBegunAgain = 4 });

        Assert.True(trail.TryTake(ofOutsiders: false, out AuditTally tally));
        Assert.Equal((AuditSubject.Chain, AuditOutcome.Failed, 1u), (tally.Note.Subject, tally.Note.Outcome, tally.Count));
        Assert.Equal("4 chains of seals begin again: where they stood is damaged or not known", tally.Note.Text);
        Assert.False(trail.TryTake(ofOutsiders: false, out _));
    }

    private GatewayOptions Options => new() { Id = "gateway-1", Site = "site", Port = 0, SpoolFolder = _folder["spool"], Audit = true };

    private static async Task PublishAsync(int port, string clientId, string topic, byte[] payload)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId(clientId).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).Build(), TestContext.Current.CancellationToken);
        await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce).Build(), TestContext.Current.CancellationToken);
        await client.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    private string[] ReadEntries()
    {
        using RecordSpool spool = RecordSpool.Open(new SpoolOptions { Folder = _folder["spool"], Gateway = "gateway-1" });
        return [.. SpoolFixture.ReadRecords(spool).Where(static record => record.Kind == RecordKind.AuditEntry).OrderBy(static record => record.Sequence).Select(TextOf)];
    }

    private sealed class StopSeen : IStoredRecordObserver
    {
        private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stopping => _stopping.Task;

        public void Stored(in GatewayRecord record)
        {
            if (record.Kind == RecordKind.AuditEntry && AuditEntry.TryRead(record.Frame, out AuditEntry entry) && entry.Words == "stops in order")
            {
                _stopping.TrySetResult();
            }
        }
    }

    private static string TextOf(ReadRecord record)
    {
        Assert.True(AuditEntry.TryRead(record.Frame, out AuditEntry entry));
        return $"{entry.Subject} {entry.Outcome} {entry.Count} {entry.ActorName}: {entry.Words}";
    }
}
