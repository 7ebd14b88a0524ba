using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Where records go: upstreams that can be reached and are not the gateway itself, times that a day has, the city's stand-in, and what lets records leave the spool.</summary>
internal static class UplinkRules
{
    public static void Check(SourceNode profile, SourceNode gateway, GatewayListeners listeners, ProblemList problems)
    {
        bool standIn = profile["city"]?.FlagOf("standIn") == true;
        SourceNode[] upstreams = [.. gateway["uplink"]?.ItemsOf("upstreams") ?? []];
        if (standIn && upstreams.Length == 0)
        {
            problems.Add(profile["city"]!["standIn"]!, "the city's stand-in listens at the first of gateway.uplink.upstreams, which is missing; add it, or write false");
        }

        HashSet<(string Host, long Port)> seen = [];
        for (int index = 0; index < upstreams.Length; index++)
        {
            SourceNode upstream = upstreams[index];
            bool isStandIn = standIn && index == 0;
            CheckUpstream(upstream, isStandIn, listeners, problems);
            if (isStandIn)
            {
                CheckStandIn(upstream, problems);
            }

            if (upstream["host"] is { Text: { } host } node && !seen.Add((host, upstream["port"]?.Integer ?? 1883)) && !problems.IsBad(node))
            {
                problems.Add(node, "this upstream stands in the list already; name each one once");
            }
        }

        if (gateway["uplink"] is { Kind: JsonValueKind.Object } uplink)
        {
            GatewayRules.CheckAtMost(uplink, "initialBackoffSeconds", "maximumBackoffSeconds", problems);
            CheckSchedule(uplink, problems);
            CheckTrimming(uplink, standIn, problems);
        }
    }

    /// <summary>What a client of a broker says of itself: files that go together.</summary>
    public static void CheckClient(SourceNode? client, ProblemList problems)
    {
        GatewayRules.CheckPair(client?["tls"], "certificateFile", "keyFile", problems);
        if (client?["loginFile"] is { } file && client["login"] is null)
        {
            problems.Add(file, "'loginFile' means nothing without 'login', which is missing; add it, or remove this");
        }
    }

    private static void CheckUpstream(SourceNode upstream, bool isStandIn, GatewayListeners listeners, ProblemList problems)
    {
        CheckClient(upstream, problems);
        SourceNode? port = upstream["port"];
        if (port is { Integer: 0 } && !isStandIn)
        {
            problems.Add(port, "port 0 lets the city's stand-in choose, and this upstream is none; write the broker's port");
        }

        if (listeners.Dialled(upstream.TextOf("host"), port) is { } own)
        {
            problems.Add(port!, $"{own} of the gateway itself is at port {port!.Written}, so it would forward to itself; give one of the two another port");
        }
    }

    private static void CheckStandIn(SourceNode upstream, ProblemList problems)
    {
        if (upstream["host"] is { Text: { } name } host && !GatewayListeners.IsLoopback(name) && !problems.IsBad(host))
        {
            problems.Add(host, $"the city's stand-in has no TLS and listens on loopback only, not on {Shown.Quoted(name)}; write '127.0.0.1'");
        }

        foreach (string property in (ReadOnlySpan<string>)["tls", "login"])
        {
            if (upstream[property] is { } node)
            {
                problems.Add(node.Source, node.NameOffset, node.Path, $"the city's stand-in knows no '{property}'; remove it, or write city.standIn false");
            }
        }
    }

    private static void CheckTrimming(SourceNode uplink, bool standIn, ProblemList problems)
    {
        bool byReceipt = uplink["trimBy"] is not { } trimBy || trimBy.Text == "receipt";
        bool hasKeys = uplink.ItemsOf("cityKeys").Any();
        if (byReceipt && standIn)
        {
            problems.Add(uplink, "the city's stand-in sends no receipts, by which records leave the spool unless 'trimBy' says otherwise; write \"trimBy\": \"puback\", or city.standIn false");
        }
        else if (byReceipt && !hasKeys)
        {
            problems.Add(uplink, "records leave the spool by the city's receipts, and 'cityKeys' names no public key of the city; add it, or write \"trimBy\": \"puback\" where no city sends receipts");
        }
        else if (!byReceipt && hasKeys)
        {
            problems.Add(uplink["cityKeys"]!, "'cityKeys' means nothing where the broker's PUBACK lets records leave the spool; remove it, or write \"trimBy\": \"receipt\"");
        }
    }

    private static void CheckSchedule(SourceNode uplink, ProblemList problems)
    {
        foreach (SourceNode rule in uplink.ItemsOf("schedule"))
        {
            if (rule["class"] is { Text: "safety" } safety)
            {
                problems.Add(safety, "safety records always go, and take no schedule; name another class, or remove the rule");
            }

            if (rule["until"] is { Text: { } until } node && until == rule.TextOf("from") && !problems.IsBad(node))
            {
                problems.Add(node, $"from {until} until {until} is no time at all; write another end, or remove the class's rules to let it always go");
            }
        }
    }
}
