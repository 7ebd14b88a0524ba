using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The downlink: bounds that contain each other, permissions that can match, artifacts on loopback.</summary>
internal static class DownlinkRules
{
    public static void Check(SourceNode? downlink, ProblemList problems)
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
            problems.Add(node, $"artifacts are served without TLS and on loopback only, not on {Shown.Quoted(host)}; write '127.0.0.1'");
        }
    }
}
