using System.Globalization;
using System.Text.Json;
using EdgeAI.Profiles.Policies;

namespace EdgeAI.Gateway.Policy;

/// <summary>A policy in words, a line for each rule: what <c>policy check</c> shows.</summary>
internal static class PolicyWords
{
    /// <summary>Describes a policy; nothing for the built-in one.</summary>
    public static IReadOnlyList<string> Of(PolicyProfile? policy)
    {
        PolicyRevisions revisions = new(policy);
        List<string> lines = [policy is null
            ? "the profile has no policy: the built-in one holds (revision 0)"
            : Text($"policy revision {policy.Revision}, SHA-256 {revisions.ShortDigest}...; the first rule that matches a frame decides:")];
        foreach ((int index, PolicyRuleProfile rule) in (policy?.Rules ?? []).Index())
        {
            lines.Add(Text($"{index + 1}. {rule.Name}: {Subject(rule)}: {Outcome(rule)}; {Classification(rule)}"));
        }

        lines.Add($"{(policy is { Rules.Count: > 0 } ? "what no rule matches" : "all frames")}: images do not leave, everything else leaves as it came, not classified");
        if (policy is not null && policy.Rules.Any(static rule => rule.Geofence is not null))
        {
            lines.Add(policy.Position is { } place
                ? Text($"the gateway and its robots stand at {place.Latitude}, {place.Longitude}")
                : Text($"robots tell where they are, which counts for {policy.PositionMaximumAgeSeconds} s; while it is unknown, what a geofence guards stays"));
        }

        lines.Add(Text($"what stays is counted per stream and reported every {policy?.ReportSeconds ?? RecordPolicy.DefaultReportSeconds} s"));
        return lines;
    }

    private static string Subject(PolicyRuleProfile rule)
    {
        List<string> parts = [rule.Message is { } message ? Name(message) : "every message but images"];
        parts.Add(rule.Robot == "*" ? "every robot" : $"robot {rule.Robot}");
        if (rule.Board is { } board)
        {
            parts.Add(Text($"board {board}"));
        }

        if (rule.Stream is { } stream)
        {
            parts.Add(Text($"stream {stream}"));
        }

        if (rule.Class is { } recordClass)
        {
            parts.Add($"class {Name(recordClass)}");
        }

        return string.Join(", ", parts);
    }

    private static string Outcome(PolicyRuleProfile rule)
    {
        if (!rule.Leaves)
        {
            return "stays";
        }

        List<string> parts = [Thinning(rule)];
        if (rule.Redact.Count > 0)
        {
            parts.Add($"without {string.Join(" and ", rule.Redact)}");
        }

        if (rule.Geofence is { } geofence)
        {
            parts.Add($"only {Name(geofence.Leaves)} {(geofence.Circle is { } circle ? Text($"{circle.RadiusMetres} m around {circle.Latitude}, {circle.Longitude}") : Text($"a polygon of {geofence.Polygon!.Count} corners"))}");
        }

        if (rule.ThinsSafety)
        {
            parts.Add("safety records too");
        }

        return string.Join(", ", parts);
    }

    private static string Thinning(PolicyRuleProfile rule) => rule switch
    {
        { EveryNth: { } nth } => Text($"one frame in {nth} leaves"),
        { MaximumHz: { } hertz } => Text($"at most {hertz} frames a second leave"),
        { Deadband: { } deadband } => Text($"leaves when {string.Join(" or ", deadband.Fields.Select(static field => Text($"{field.Field} moved by more than {field.By} {Name(field.Unit)}")))}, and every {deadband.HeartbeatSeconds} s"),
        { Window: { } window } => Text($"the {Name(window.Keeps)} of every {window.Seconds} s leaves"),
        _ => "leaves",
    };

    private static string Classification(PolicyRuleProfile rule) => $"{Name(rule.Level)}{(rule.Personal ? ", personal data" : "")}";

    /// <summary>A value as the profile writes it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum
        => value is PolicyMessage.Detection2DArray ? "detection2d-array" : JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
