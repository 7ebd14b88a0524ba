using System.Globalization;
using EdgeAI.Profiles;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Recording;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Replay;

/// <summary>Whether a recording and a profile belong together, and what of it is played if not.</summary>
internal sealed class RecordingMatch
{
    private readonly HashSet<StreamId> _played = [];

    /// <summary>Holds them against each other.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="anyProfile">Whether what matches is played although the rest does not.</param>
    /// <exception cref="CannotRunException">They do not belong together.</exception>
    public RecordingMatch(FrameRecording recording, Profile profile, bool anyProfile)
    {
        IReadOnlyDictionary<string, string> facts = recording.Facts(RecordingNames.Robot);
        IReadOnlyDictionary<string, string> recorded = recording.Facts(RecordingNames.Streams);
        Dictionary<string, string> own = RecordedStreams.Describe(profile);
        string hash = facts.GetValueOrDefault(RecordingNames.ProfileHash, "none");
        List<string> differences = [];
        if (hash != profile.Sha256)
        {
            differences.Add($"its profile '{facts.GetValueOrDefault(RecordingFacts.ProfileName, "?")}' has SHA-256 {hash}, and '{profile.Name}' here has {profile.Sha256}");
        }

        foreach ((string id, string stream) in recorded.OrderBy(static stream => stream.Key, StringComparer.Ordinal))
        {
            if (own.GetValueOrDefault(id) is { } here && here == stream)
            {
                _played.Add(Parse(id));
            }
            else
            {
                differences.Add($"stream {id} was '{stream}' and is {(own.TryGetValue(id, out string? other) ? $"'{other}'" : "missing")} here");
            }
        }

        if (differences.Count > 0 && !anyProfile)
        {
            throw new CannotRunException($"{recording.Path}: is a recording of another profile: {string.Join("; ", differences)}; replay it with its own profile, which it has attached, or give --any-profile to play the {_played.Count} streams that match");
        }

        if (_played.Count == 0)
        {
            throw new CannotRunException($"{recording.Path}: none of its streams is one of the profile '{profile.Name}'; replay it with its own profile, which it has attached");
        }

        Notes = differences;
        Boot = ushort.TryParse(facts.GetValueOrDefault(RecordingNames.Boot), NumberStyles.None, CultureInfo.InvariantCulture, out ushort boot) ? boot : (ushort)1;
    }

    /// <summary>What differs.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The robot's boot number in the recorded frames: a replay's frames have the same, so that the same run gives the same bytes.</summary>
    public ushort Boot { get; }

    /// <summary>Whether a stream is played.</summary>
    public bool IsPlayed(StreamId stream) => _played.Contains(stream);

    private static StreamId Parse(string id)
    {
        string[] parts = id.Split('/');
        return new StreamId(ushort.Parse(parts[0], CultureInfo.InvariantCulture), byte.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
