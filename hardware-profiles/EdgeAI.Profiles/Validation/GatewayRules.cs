using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The gateway and the way out: who listens where, and that it can be reached.</summary>
internal static class GatewayRules
{
    private static readonly string[] Loopback = ["127.0.0.1", "::1", "localhost"];

    public static void Check(SourceNode profile, ProblemList problems)
    {
        SensorRules.CheckQueue(profile["outbound"], problems);
        if (profile["outbound"]?["policy"] is { Text: "every-nth" } thinned && !problems.IsBad(thinned))
        {
            problems.Add(thinned, "every stream leaves through this queue, and 'every-nth' would tear holes into all of them; choose 'drop-oldest'");
        }

        if (profile["outbound"]?["policy"] is { Text: "block" } blocking && !problems.IsBad(blocking))
        {
            problems.Add(blocking, "every graph thread and the watchdog would wait for the gateway; choose 'drop-oldest' (a replay waits by itself)");
        }

        if (profile["gateway"] is not { Kind: JsonValueKind.Object } gateway)
        {
            return;
        }

        PolicyRules.Check(gateway["policy"], problems);
        bool standIn = profile["city"]?.FlagOf("standIn") == true;
        SourceNode? upstream = gateway["upstream"];
        CheckListener(gateway["host"], "the gateway", problems);
        if (gateway["port"] is { Integer: 0 } port && gateway.FlagOf("embedded") == false)
        {
            problems.Add(port, "port 0 lets an embedded gateway choose, and this one runs by itself; write the port that it listens on");
        }

        if (standIn && upstream is null)
        {
            problems.Add(profile["city"]!["standIn"]!, "the city's stand-in listens at gateway.upstream, which is missing; add it, or write false");
        }
        else if (standIn)
        {
            CheckListener(upstream!["host"], "the city's stand-in", problems);
        }
        else if (upstream?["port"] is { Integer: 0 } upstreamPort)
        {
            problems.Add(upstreamPort, "port 0 lets the city's stand-in choose, and there is none; write the broker's port");
        }

        if (upstream?["port"] is { Integer: > 0 } taken && taken.Integer == gateway["port"]?.Integer && upstream.TextOf("host") == gateway.TextOf("host"))
        {
            problems.Add(taken, $"the gateway itself listens on port {taken.Written}, so it would forward to itself; give one of the two another port");
        }
    }

    private static void CheckListener(SourceNode? host, string who, ProblemList problems)
    {
        if (host?.Text is { } name && !Loopback.Contains(name) && !problems.IsBad(host))
        {
            problems.Add(host, $"{who} has no TLS in this version and listens on loopback only, not on {Shown.Quoted(name)}; write '127.0.0.1'");
        }
    }
}
