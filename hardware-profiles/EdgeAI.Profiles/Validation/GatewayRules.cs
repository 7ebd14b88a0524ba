using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The gateway and the way out: what of its sections contradicts another, or itself.</summary>
internal static class GatewayRules
{
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
        CheckAtMost(gateway["limits"], "silentConnections", "connections", problems);
        CheckAtMost(gateway["limits"], "connectionsPerDevice", "connections", problems);
        CheckAtMost(gateway["limits"], "connectsPerSecondOfAddress", "connectsPerSecond", problems);
        CheckAtMost(gateway["limits"], "connectBytes", "packetBytes", problems);
        CheckPair(gateway["identity"], "serverCertificateFile", "serverKeyFile", problems);
        SpoolRules.Check(gateway["spool"], problems);
        DownlinkRules.Check(gateway["downlink"], gateway["identity"], problems);
        CheckDial(gateway, problems);
        GatewayListeners listeners = ListenerRules.Check(gateway, problems);
        UplinkRules.Check(profile, gateway, listeners, problems);
        SparkplugRules.Check(gateway["sparkplug"], listeners, problems);
    }

    /// <summary>A value that another of the same object bounds.</summary>
    public static void CheckAtMost(SourceNode? holder, string name, string bound, ProblemList problems)
    {
        if (holder?[name] is { Number: { } value } node && holder[bound] is { Number: { } most } limit && value > most && !problems.IsBad(node))
        {
            problems.Add(node, $"{node.Written} is more than '{bound}' allows, {limit.Written} (line {limit.Source.PositionOf(limit.Offset).Line}); write at most that");
        }
    }

    /// <summary>Two properties that mean something only together.</summary>
    public static void CheckPair(SourceNode? holder, string one, string other, ProblemList problems)
    {
        if (holder?[one] is { } first && holder[other] is null)
        {
            problems.Add(first, $"'{one}' means nothing without '{other}', which is missing; give both or neither");
        }

        if (holder?[other] is { } second && holder[one] is null)
        {
            problems.Add(second, $"'{other}' means nothing without '{one}', which is missing; give both or neither");
        }
    }

    private static void CheckDial(SourceNode gateway, ProblemList problems)
    {
        if (gateway["dial"] is not { Kind: JsonValueKind.Object } dial)
        {
            return;
        }

        CheckPair(dial["tls"], "certificateFile", "keyFile", problems);
        if (gateway.FlagOf("embedded") == true)
        {
            problems.Add(dial.Source, dial.NameOffset, dial.Path, "the robot hosts this gateway and reaches it on loopback; remove 'dial', or write \"embedded\": false");
        }

        if (dial["tls"] is { Kind: JsonValueKind.Object } tls && tls["certificateFile"] is null && tls["keyFile"] is null)
        {
            problems.Add(tls.Source, tls.NameOffset, tls.Path, "a gateway on another machine takes devices with a certificate only; add 'certificateFile' and 'keyFile' from the robot's enrolment (gateway/IDENTITY.md)");
        }
    }
}
