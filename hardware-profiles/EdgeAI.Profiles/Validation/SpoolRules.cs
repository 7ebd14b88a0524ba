using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The spool: what is reserved and bounded by class must fit into the whole.</summary>
internal static class SpoolRules
{
    // The schema's default.
    private const long DefaultMegabytes = 256;

    public static void Check(SourceNode? spool, ProblemList problems)
    {
        if (spool?["classes"] is not { Kind: JsonValueKind.Object } classes)
        {
            return;
        }

        long maximum = spool["maximumMegabytes"]?.Integer ?? DefaultMegabytes;
        long reserved = 0;
        foreach (SourceNode lane in classes.Children)
        {
            GatewayRules.CheckAtMost(lane, "reservedMegabytes", "maximumMegabytes", problems);
            reserved += lane["reservedMegabytes"]?.Integer ?? 0;
            if (lane["maximumMegabytes"] is { Integer: { } most } own && most > maximum && !problems.IsBad(own))
            {
                problems.Add(own, $"the whole spool takes {maximum} megabytes, so this bound is never met; write at most that, or remove it");
            }
        }

        if (reserved > maximum && !problems.IsBad(classes))
        {
            problems.Add(classes, $"{reserved} megabytes are reserved, and the spool takes {maximum} in all; reserve less, or raise 'maximumMegabytes'");
        }
    }
}
