using System.Collections.Immutable;
using EdgeAI.Gateway.Spool;

namespace EdgeAI.Gateway.Operation;

/// <summary>What <c>/healthz</c> and <c>/readyz</c> answer.</summary>
/// <param name="Ok">Whether all that decides is well.</param>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Checks">The parts.</param>
internal sealed record HealthReport(bool Ok, string Gateway, ImmutableArray<HealthLine> Checks)
{
    private const string UplinkLine = "uplink";
    private const string IdentityLine = "identity";

    // Below this not even one transaction of full batches fits beside SQLite's journal.
    private const long LeastFreeBytes = 16 << 20;

    /// <summary>Whether the process is worth keeping: false means that a restart is the mend.</summary>
    public static HealthReport Live(string gateway, GatewayPulse pulse)
        => Of(gateway, [pulse.Stalled is { } waited ? new HealthLine("progress", false, $"publishes have waited for {waited.TotalSeconds:0} s and none was answered") : new HealthLine("progress", true, "publishes are answered")]);

    /// <summary>Whether publishes can be taken now. The uplink is told and does not decide: without it the spool takes them all the same.</summary>
    public static HealthReport Ready(string gateway, GatewayStatistics statistics, GatewayPulse pulse, string listening, bool stopping, long? freeBytes) => Of(gateway,
    [
        new HealthLine("broker", !stopping, stopping ? "the gateway is stopping" : $"listening on {listening}"),
        SpoolOf(statistics.Spool, pulse, freeBytes),
        .. Live(gateway, pulse).Checks,
        UplinkOf(statistics),
        .. statistics.Identity is { } identity ? new[] { new HealthLine(IdentityLine, identity.Problem.Length == 0, identity.Problem.Length > 0 ? identity.Problem : $"{identity.Devices} devices") } : [],
    ]);

    private static HealthReport Of(string gateway, ImmutableArray<HealthLine> lines)
        => new(lines.All(line => line.Ok || line.Name is UplinkLine or IdentityLine), gateway, lines);

    private static HealthLine SpoolOf(SpoolStatistics spool, GatewayPulse pulse, long? freeBytes)
        => pulse.DiskFails ? new HealthLine("spool", false, $"it cannot be written: {spool.LastError}")
            : pulse.IsFull ? new HealthLine("spool", false, $"it is full: {spool.Depth} records, {spool.Bytes} bytes")
            : freeBytes < LeastFreeBytes ? new HealthLine("spool", false, $"its disk is full: {freeBytes} bytes are free")
            : new HealthLine("spool", true, $"{spool.Depth} records, {spool.Bytes} bytes");

    private static HealthLine UplinkOf(GatewayStatistics statistics)
        => statistics.Uplink is { Connected: true, Held.Length: > 0 } held ? new(UplinkLine, false, $"connected, but records wait behind one that is too long: {held.Held}")
            : new(UplinkLine, statistics.Uplink.Connected, statistics.Uplink.Connected ? $"connected, {statistics.Uplink.InFlight} batches on their way"
            : statistics.Uplink.LastError.Length > 0 ? $"not connected: {statistics.Uplink.LastError}" : "not connected");
}
