using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>What is announced of an artifact (DOWNLINK.md, "Artifacts").</summary>
public sealed record ArtifactManifest
{
    private const int MaximumRobots = 1000;
    private const int MaximumStages = 16;
    private const int MaximumSeconds = 604_800;
    private const int MinimumChunk = 4096;
    private const int MaximumChunk = 64 << 20;
    private const int HashDigits = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The artifact's name; for a model, its name in the robots' stores.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>What it is.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of its bytes, 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where the gateway fetches it.</summary>
    public required string Url { get; init; }

    /// <summary>How often what came is synced, in bytes. Settable, because the generated reader forgets the default of what is init-only.</summary>
    public int ChunkBytes { get; set; } = 1 << 20;

    /// <summary>Who gets it; the first of them are the canaries.</summary>
    public required string[] Robots { get; init; }

    /// <summary>In which steps.</summary>
    public required RolloutPlan Rollout { get; init; }

    /// <summary>Reads a manifest, or says in one line what is wrong with it. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, long maximumBytes, [NotNullWhen(true)] out ArtifactManifest? manifest, out string problem)
    {
        try
        {
            manifest = JsonSerializer.Deserialize(json, DownlinkJson.Default.ArtifactManifest);
            problem = manifest is null ? "the manifest is null" : manifest.Problem(maximumBytes);
        }
        catch (JsonException exception)
        {
            manifest = null;
            problem = exception.Message.ReplaceLineEndings(" ");
        }

        manifest = problem.Length == 0 ? manifest : null;
        return manifest is not null;
    }

    /// <summary>Whether a text is a SHA-256 in the one form that is taken.</summary>
    public static bool IsHash(string? text) => text is { Length: HashDigits } && text.AsSpan().IndexOfAnyExcept(Digits) < 0;

    private string Problem(long maximumBytes)
    {
        if (Rollout?.Stages is null || Robots is null || !Identifier.IsValid(Name.AsSpan()) || !Identifier.IsValid(Version.AsSpan()) || !IsHash(Sha256))
        {
            return "name and version are ids, sha256 is 64 hexadecimal digits in lower case, robots and rollout.stages are lists";
        }

        if (Bytes < 1 || Bytes > maximumBytes || ChunkBytes is < MinimumChunk or > MaximumChunk || !Enum.IsDefined(Kind))
        {
            return $"bytes is 1 to {maximumBytes}, chunkBytes {MinimumChunk} to {MaximumChunk}";
        }

        if (!Uri.TryCreate(Url, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            return "url is an absolute http or https address without user information";
        }

        if (Robots.Length is 0 or > MaximumRobots || Robots.Any(static robot => robot is null || !Identifier.IsValid(robot.AsSpan())) || Robots.Distinct().Count() != Robots.Length)
        {
            return $"robots is a list of 1 to {MaximumRobots} ids, each once";
        }

        return PlanProblem();
    }

    private string PlanProblem()
    {
        if (Rollout.Stages.Length is 0 or > MaximumStages || Rollout.Stages.Any(static stage => stage is null || (stage.Count is null) == (stage.Percent is null) || stage.Count is < 1 || stage.Percent is < 1 or > 100))
        {
            return $"rollout.stages is a list of 1 to {MaximumStages}, each with a count (1 or more) or a percent (1 to 100)";
        }

        int before = 0;
        foreach (int each in Rollout.Stages.Select(stage => stage.Of(Robots.Length)))
        {
            if (each <= before || each > Robots.Length)
            {
                return "rollout.stages rise from stage to stage and never pass the number of robots";
            }

            before = each;
        }

        if (before != Robots.Length)
        {
            return "the last of rollout.stages is all robots";
        }

        return Rollout.SoakSeconds is < 0 or > MaximumSeconds || Rollout.TimeoutSeconds is < 1 or > MaximumSeconds || Rollout.MaximumFailures is < 0 or > MaximumRobots
            ? $"rollout.soakSeconds is 0 to {MaximumSeconds}, timeoutSeconds 1 to {MaximumSeconds}, maximumFailures 0 to {MaximumRobots}"
            : "";
    }
}
