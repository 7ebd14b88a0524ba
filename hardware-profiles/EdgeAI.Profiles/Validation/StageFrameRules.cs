using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Frames that stages tell in, or compute between: mounts join them.</summary>
internal static class StageFrameRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        Dictionary<string, SourceNode> sensors = new(StringComparer.Ordinal);
        Dictionary<string, SourceNode> stages = new(StringComparer.Ordinal);
        Dictionary<string, string> parents = new(StringComparer.Ordinal);
        foreach (SourceNode sensor in ProfileRules.SensorsOf(profile).Concat(ProfileRules.CamerasOf(profile)))
        {
            sensors.TryAdd(sensor.TextOf("name") ?? "", sensor);
            if (sensor.TextOf("frame") is { } frame && sensor["mount"]?.TextOf("parent") is { } parent)
            {
                parents.TryAdd(frame, parent);
            }
        }

        foreach (SourceNode stage in profile.ItemsOf("stages"))
        {
            stages.TryAdd(stage.TextOf("name") ?? "", stage);
        }

        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            if (stage["frame"] is { Text: { } target } frame && !problems.IsBad(frame) && FrameOf(stage.TextOf("input"), sensors, stages) is { } source)
            {
                CheckJoined(frame, source, target, parents, problems);
            }

            SourceNode[] inputs = [.. stage.ItemsOf("inputs")];
            if (stage.TextOf("kind") == "tool-weight" && inputs.Length == 2 && !problems.IsBad(inputs[1])
                && FrameOf(inputs[1].Text, sensors, stages) is { } motion && FrameOf(inputs[0].Text, sensors, stages) is { } wrench)
            {
                CheckJoined(inputs[1], motion, wrench, parents, problems);
            }
        }
    }

    private static void CheckJoined(SourceNode at, string from, string to, Dictionary<string, string> parents, ProblemList problems)
    {
        (string fromRoot, string toRoot) = (RootOf(from, parents), RootOf(to, parents));
        if (fromRoot != toRoot)
        {
            problems.Add(at, $"no mounts join frame {Shown.Quoted(from)}, {Hanging(from, fromRoot)}, and frame {Shown.Quoted(to)}, {Hanging(to, toRoot)}; mount both under one frame");
        }
    }

    private static string Hanging(string frame, string root) => root == frame ? "which is mounted nowhere" : $"which hangs from {Shown.Quoted(root)}";

    /// <summary>The frame that a stream is told in: its sensor's, or that of the stage that tells it anew; null where it is none that is known.</summary>
    private static string? FrameOf(string? stream, Dictionary<string, SourceNode> sensors, Dictionary<string, SourceNode> stages)
    {
        // A chain of stages is no longer than there are stages; a circle is told by GraphRules.
        for (int step = 0; stream is not null && step <= stages.Count; step++)
        {
            if (sensors.TryGetValue(stream, out SourceNode? sensor))
            {
                return sensor.TextOf("frame");
            }

            if (!stages.TryGetValue(stream, out SourceNode? stage))
            {
                return null;
            }

            if (stage.TextOf("frame") is { } told)
            {
                return told;
            }

            stream = stage.TextOf("input") ?? stage.ItemsOf("inputs").FirstOrDefault()?.Text;
        }

        return null;
    }

    private static string RootOf(string frame, Dictionary<string, string> parents)
    {
        for (int step = 0; step <= parents.Count && parents.TryGetValue(frame, out string? parent); step++)
        {
            frame = parent;
        }

        return frame;
    }
}
