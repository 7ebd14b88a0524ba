using System.Net;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The downlink: bounds that contain each other, permissions that can match, artifacts on loopback or over TLS.</summary>
internal static class DownlinkRules
{
    public static void Check(SourceNode? downlink, SourceNode? identity, ProblemList problems)
    {
        if (downlink is null)
        {
            return;
        }

        GatewayRules.CheckAtMost(downlink, "maximumWaiting", "maximumCommands", problems);
        GatewayRules.CheckAtMost(downlink, "resendSeconds", "maximumResendSeconds", problems);
        foreach (SourceNode part in downlink.ItemsOf("permissions").SelectMany(static permission => permission.Children))
        {
            if (part.Text?.IndexOf('*') is { } star and >= 0 && star < part.Text.Length - 1 && !problems.IsBad(part))
            {
                problems.Add(part, $"{Shown.Of(part)} has a '*' before its end; write an exact id, '*', or a beginning with '*'");
            }
        }

        SourceNode? artifacts = downlink["artifacts"];
        GatewayRules.CheckAtMost(artifacts, "maximumArtifactMegabytes", "maximumStoreMegabytes", problems);
        if (artifacts?["host"] is { Text: { } host } node && !GatewayListeners.IsLoopback(host) && !problems.IsBad(node))
        {
            if (!IPAddress.TryParse(host, out _))
            {
                problems.Add(node, $"{Shown.Quoted(host)} is no IP address; write '127.0.0.1', or with 'identity' '0.0.0.0' or one of the machine's own");
            }
            else if (identity is null)
            {
                problems.Add(node, $"without 'identity' there is no TLS, and artifacts are served on loopback only, not on {Shown.Quoted(host)}; add it to the gateway, or write '127.0.0.1'");
            }
        }
    }
}
