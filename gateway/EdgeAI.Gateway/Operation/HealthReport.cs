using System.Collections.Immutable;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Gateway.Operation;

/// <summary>What <c>/healthz</c> and <c>/readyz</c> answer.</summary>
/// <param name="Ok">Whether all that decides is well.</param>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Checks">The parts.</param>
internal sealed record HealthReport(bool Ok, string Gateway, ImmutableArray<HealthLine> Checks)
{
    private const string UplinkLine = "uplink";
    private const string IdentityLine = "identity";
    private const string SparkplugLine = "sparkplug";
    private const string DownlinkLine = "downlink";
    private const string CountsLine = "counts";

    // Below this not even one transaction of full batches fits beside SQLite's journal.
    private const long LeastFreeBytes = 16 << 20;

    /// <summary>Whether the process is worth keeping: false means that a restart is the mend.</summary>
    public static HealthReport Live(string gateway, GatewayPulse pulse)
        => Of(gateway, [pulse.Stalled is { } waited
            ? new HealthLine("progress", false, pulse.IsBlind ? $"the gateway has not looked at itself for {waited.TotalSeconds:0} s" : $"publishes have waited for {waited.TotalSeconds:0} s and none was answered")
            : new HealthLine("progress", true, "publishes are answered")]);

    /// <summary>Whether publishes can be taken now. Uplink, identity, Sparkplug and downlink are told and do not decide: without them the spool takes publishes all the same.</summary>
    public static HealthReport Ready(string gateway, GatewayStatistics statistics, GatewayPulse pulse, string listening, bool stopping, long? freeBytes, string problem = "") => Of(gateway,
    [
        BrokerOf(stopping, $"listening on {listening}"),
        SpoolOf(statistics.Spool, pulse, freeBytes),
        .. Live(gateway, pulse).Checks,
        UplinkOf(statistics),
        .. statistics.Identity is { } identity ? new[] { new HealthLine(IdentityLine, identity.Problem.Length == 0, identity.Problem.Length > 0 ? identity.Problem : $"{identity.Devices} devices") } : [],
        .. statistics.Sparkplug is { } sparkplug ? new[] { SparkplugOf(sparkplug) } : [],
        .. statistics.Downlink is { } downlink ? new[] { DownlinkOf(downlink) } : [],
        .. problem.Length > 0 ? new[] { new HealthLine(CountsLine, false, problem) } : [],
    ]);

    /// <summary>What can be said where the counts cannot be read: publishes may be taken all the same.</summary>
    public static HealthReport Unreadable(string gateway, GatewayPulse pulse, bool stopping, string problem)
        => Of(gateway, [BrokerOf(stopping, "running"), .. Live(gateway, pulse).Checks, new HealthLine(CountsLine, false, problem)]);

    private static HealthReport Of(string gateway, ImmutableArray<HealthLine> lines)
        => new(lines.All(line => line.Ok || line.Name is UplinkLine or IdentityLine or SparkplugLine or DownlinkLine or CountsLine), gateway, lines);

    private static HealthLine BrokerOf(bool stopping, string running) => new("broker", !stopping, stopping ? "the gateway is stopping" : running);

    private static HealthLine SparkplugOf(SparkplugStatistics sparkplug)
        => new(SparkplugLine, sparkplug.Connected, sparkplug.Connected ? $"connected, {sparkplug.Devices} devices told"
            : sparkplug.LastError.Length > 0 ? $"not connected: {sparkplug.LastError}" : "not connected");

    private static HealthLine DownlinkOf(DownlinkStatistics downlink)
        => new(DownlinkLine, downlink.LastError.Length == 0, downlink.LastError.Length > 0 ? downlink.LastError : $"{downlink.Waiting} commands have not ended, {downlink.OpenRollouts} rollouts are open");

    private static HealthLine SpoolOf(SpoolStatistics spool, GatewayPulse pulse, long? freeBytes)
        => pulse.DiskFails ? new HealthLine("spool", false, $"it cannot be written: {spool.LastError}")
            : pulse.IsFull ? new HealthLine("spool", false, $"it is full: {spool.Depth} records, {spool.Bytes} bytes")
            : freeBytes < LeastFreeBytes ? new HealthLine("spool", false, $"its disk is full: {freeBytes} bytes are free")
            : new HealthLine("spool", true, $"{spool.Depth} records, {spool.Bytes} bytes");

    private static HealthLine UplinkOf(GatewayStatistics statistics)
        => statistics.Uplink is { Connected: true, Refusal.Length: > 0 } refused ? new(UplinkLine, false, $"connected, but its records are refused: {refused.Refusal}")
            : statistics.Uplink is { Connected: true, Held.Length: > 0 } held ? new(UplinkLine, false, $"connected, but records wait behind one that is too long: {held.Held}")
            : statistics.Uplink is { Connected: true, Receipts.Problem.Length: > 0 } silent ? new(UplinkLine, false, $"connected, but {silent.Receipts!.Problem}")
            : new(UplinkLine, statistics.Uplink.Connected, statistics.Uplink.Connected ? $"connected, {statistics.Uplink.InFlight} batches on their way{ReceiptsOf(statistics.Uplink.Receipts)}"
            : statistics.Uplink.LastError.Length > 0 ? $"not connected: {statistics.Uplink.LastError}" : "not connected");

    private static string ReceiptsOf(ReceiptStatistics? receipts)
        => receipts is null ? "" : $", {receipts.Unreceipted} records with the broker and without receipt{string.Concat(receipts.Rejected.Select(static pair => $", {pair.Value} receipts rejected: {pair.Key}"))}";
}
