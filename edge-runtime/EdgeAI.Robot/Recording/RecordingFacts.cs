using System.Globalization;
using System.Reflection;
using EdgeAI.Perception.Models;
using EdgeAI.Profiles;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;

namespace EdgeAI.Robot.Recording;

/// <summary>What a recording says of itself before its first message, and the files that it keeps (RECORDING.md, "Metadata").</summary>
internal static class RecordingFacts
{
    /// <summary>The fact that names the profile.</summary>
    public const string ProfileName = "profile";

    /// <summary>This build's version.</summary>
    public static string Build { get; } =
        typeof(RecordingFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The metadata.</summary>
    /// <param name="parts">The robot.</param>
    /// <param name="replayed">What is replayed; null for a live run.</param>
    public static McapMetadata[] Of(RobotParts parts, string? replayed)
    {
        Profile profile = parts.Profile;
        Dictionary<string, string> robot = new()
        {
            ["format"] = RecordingNames.FormatVersion,
            [RecordingNames.Build] = Build,
            [ProfileName] = profile.Name,
            [RecordingNames.ProfileHash] = profile.Sha256,
            ["robot"] = profile.Robot.Id,
            ["site"] = profile.Site,
            [RecordingNames.Boot] = parts.FrameBoot.ToString(CultureInfo.InvariantCulture),
            ["world"] = profile.Robot.Simulated ? "simulated" : "real",
            ["source"] = replayed is null ? "live" : "replay of " + Path.GetFileName(replayed.TrimEnd('/')),
            ["times"] = "UTC where " + RecordingNames.Clock + " says so, else the robot's timeline",
        };
        Dictionary<string, string> models = profile.Stages
            .Where(static stage => stage.Model is not null)
            .DistinctBy(static stage => stage.Model)
            .ToDictionary(static stage => stage.Model!, stage => Convert.ToHexStringLower(parts.Stages.ModelOf(stage).Digest));
        return
        [
            new McapMetadata(RecordingNames.Robot, robot),
            new McapMetadata(RecordingNames.Models, models),
            new McapMetadata(RecordingNames.Sessions, profile.Models.ToDictionary(static model => model.Name, model => SessionOf(parts.Stages.SlotOf(model.Name).Current.Identity))),
            new McapMetadata(RecordingNames.Streams, RecordedStreams.Describe(profile)),
        ];
    }

    /// <summary>How a model runs: whatever may make the same graph answer the same input otherwise.</summary>
    private static string SessionOf(InferenceIdentity identity) =>
        $"onnxruntime {identity.Runtime}; providers {identity.Providers}; options {identity.Options}{(identity.WeightsSha256.Length > 0 ? "; weights " : "")}{identity.WeightsSha256}";

    /// <summary>The profile's file and those of its boards, byte for byte.</summary>
    /// <exception cref="CannotRunException">One cannot be read any more.</exception>
    public static IEnumerable<McapAttachment> Files(Profile profile, string path)
    {
        IEnumerable<string> boards = profile.BoardEntries.Select(static entry => entry.Profile).OfType<string>().Distinct().Select(profile.PathOf);
        foreach (string file in boards.Prepend(path))
        {
            yield return new McapAttachment(0, 0, Path.GetFileName(file), "application/json", Read(file));
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{file}: cannot be read for the recording ({failure.Message}); leave profiles where they are during a run", failure);
        }
    }
}
