using System.Text.Json;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Tests.Gateway.Policy;

namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>What a gateway says of itself when it is told something else than at its last start.</summary>
public sealed class ConfigurationLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_WithAnotherPolicy_LogsItOnceItsRecordIsOnDisk()
    {
        Assert.DoesNotContain(await RunAsync(Options()), IsPolicy);
        JsonElement first = Assert.Single(await RunAsync(Options() with { Policy = PolicyRules.Of(3, "\"stream\": 9, \"leaves\": false") }), IsPolicy);
        Assert.Equal((3, 0, "info"), (first.GetProperty("revision").GetInt32(), first.GetProperty("before").GetInt32(), first.GetProperty("level").GetString()));
        Assert.Equal(12, first.GetProperty("digest").GetString()!.Length);
        Assert.DoesNotContain(await RunAsync(Options() with { Policy = PolicyRules.Of(3, "\"stream\": 9, \"leaves\": false") }), IsPolicy);
        JsonElement last = Assert.Single(await RunAsync(Options()), IsPolicy);
        Assert.Equal((0, 3), (last.GetProperty("revision").GetInt32(), last.GetProperty("before").GetInt32()));
    }

    [Fact]
    public async Task Start_ConfiguredAsBefore_SaysNothing()
    {
        Assert.DoesNotContain(await RunAsync(Options()), IsDifference);
        Assert.DoesNotContain(await RunAsync(Options()), IsDifference);
    }

    [Fact]
    public async Task Start_ConfiguredOtherwise_NamesTheSections()
    {
        GatewayOptions before = Options();
        await RunAsync(before);
        GatewayOptions[] changed =
        [
            before with { Site = "yard" },
            before with { Limits = before.Limits with { MaximumQueuedMessages = 7 } },
            before with { Listeners = [new() { Port = 0 }] },
            before with { Retention = new SpoolRetention { Telemetry = new LaneLimits { MaximumBytes = 1 << 20 } } },
            before with { Retention = new SpoolRetention { WhenFull = WhenFull.Refuse }, SpoolLinger = TimeSpan.FromMilliseconds(1) },
            before.WithUpstream("127.0.0.1", 9),
            before with { Uplink = before.Uplink with { Schedule = [new(EdgeAI.Records.RecordClass.Bulk, new TimeOnly(1, 0), new TimeOnly(2, 0))] } },
            before with { Policy = PolicyRules.Of(1), MaximumSpoolBytes = 1 << 20 },
        ];
        List<string> told = [];
        foreach (GatewayOptions options in changed)
        {
            told.Add(Assert.Single(await RunAsync(options), IsDifference).GetProperty("sections").GetString()!);
            Assert.Equal(told[^1], Assert.Single(await RunAsync(before), IsDifference).GetProperty("sections").GetString());
        }

        Assert.Equal(["site", "limits", "listeners", "spool", "spool", "upstreams", "uplink", "policy, spool"], told);
    }

    [Fact]
    public async Task Start_MemoryCannotBeWritten_WarnsAndRuns()
    {
        Directory.CreateDirectory(Path.Combine(_folder["spool"], ConfigurationMemory.FileName));
        Assert.Contains(await RunAsync(Options()), line => line.GetProperty("event").GetString() == "ConfigurationNotKept" && line.GetProperty("level").GetString() == "warn");
    }

    private static bool IsPolicy(JsonElement line) => line.GetProperty("event").GetString() == "PolicyChanged";

    private static bool IsDifference(JsonElement line) => line.GetProperty("event").GetString() == "ConfigurationChanged";

    /// <summary>Starts a gateway, stops it at once; what it logged.</summary>
    private static async Task<List<JsonElement>> RunAsync(GatewayOptions options)
    {
        using StringWriter output = new();
        Assert.Equal(0, await GatewayService.RunAsync(options, LogFormat.Json, TimeSpan.Zero, output, new CancellationToken(canceled: true)));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private GatewayOptions Options() => new() { Id = "gateway", Site = "hall", Port = 0, SpoolFolder = _folder["spool"], Uplink = new UplinkOptions { TrimBy = TrimBy.Puback } };
}
