using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Replay;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Models;

/// <summary>Plays a recording through a profile's graph and keeps what one of its models is asked.</summary>
internal static class RecordedInputs
{
    /// <summary>Plays a recording, or a data set, to its end.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="name">The model's name in the store: that of the profile's model that is stored under it, or has it for its own name.</param>
    /// <param name="path">The recording.</param>
    /// <exception cref="CannotRunException">It cannot be played, or no stage runs the model.</exception>
    public static InputSet Take(Profile profile, string name, string path)
    {
        ModelProfile model = profile.Models.FirstOrDefault(model => model.Stored == name) ?? profile.Models.FirstOrDefault(model => model.Name == name)
            ?? throw new CannotRunException($"profile '{profile.Name}': has no model that is stored as '{name}' or has that name; add one with \"stored\": \"{name}\", or give another --profile");
        InputSet inputs = new(Path.GetFileName(path.TrimEnd('/')));
        VirtualClock clock = new();
        using BoardEnds ends = BoardEnds.InMemory(profile);
        if (!FrameRecording.Recognises(path))
        {
            ImportedRecording readings = RecordingLoader.TryLoad(path, out ImportedRecording? loaded, out string problem) ? loaded! : throw new CannotRunException(problem);
            using RobotParts parts = new(profile, ends, clock, replaying: true);
            DatasetPlayback playback = new(readings, parts, ends, clock);
            Play(playback, parts, model, new InputCapture(inputs, opened => KnownOf(opened, playback.Reading)));
        }
        else
        {
            if (!FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem))
            {
                throw new CannotRunException(problem);
            }

            using (recording)
            {
                RecordingMatch match = new(recording, profile, anyProfile: true);
                RecordedStamps stamps = new();
                using RobotParts parts = new(profile, ends, clock, replaying: true, tap: null, match.Boot, stamps);
                Play(new RecordingPlayback(recording, match, parts, ends, clock, stamps), parts, model, new InputCapture(inputs, static _ => KnownClass.None));
            }
        }

        return inputs.Count > 0 ? inputs : throw new CannotRunException($"{path}: nothing in it has a stage run the model '{model.Name}'; name a recording of what it takes");
    }

    private static void Play(IPlayback playback, RobotParts parts, ModelProfile model, InputCapture capture)
    {
        parts.Stages.SlotOf(model.Name).Tap = capture;
        parts.Outbound.GiveUpWaiting();
        while (playback.Advance())
        {
            playback.Send();
            while (parts.Graph.Step())
            {
            }
        }

        parts.Graph.Close();
    }

    /// <summary>The class of a reading, where the data set says it and the model never saw it: what it was trained on is no evidence.</summary>
    private static KnownClass KnownOf(Model model, RecordedReading reading)
    {
        ModelOutput[] outputs = model.Card.Outputs;
        int output = reading.Source.Activity is { } activity ? Array.FindIndex(outputs, candidate => candidate.Name == activity) : 0;
        return output < 0 || model.Card.Split is not { } split || !ReplayScore.IsHeldBack(split, reading.Group) ? KnownClass.None : new KnownClass(output, Array.IndexOf(outputs[output].Labels, reading.Label));
    }
}
