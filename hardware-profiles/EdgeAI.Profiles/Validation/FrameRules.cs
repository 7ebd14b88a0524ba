using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Frames: a frame has one place, and following the parents comes to an end.</summary>
internal static class FrameRules
{
    public static void Check(IEnumerable<SourceNode> sensors, ProblemList problems)
    {
        Dictionary<string, SourceNode> mounts = [];
        foreach (SourceNode sensor in sensors.TakeWhile(_ => !problems.IsFull))
        {
            if (sensor.TextOf("frame") is not { } frame || sensor["mount"] is not { } mount || mount.TextOf("parent") is null)
            {
                continue;
            }

            if (!mounts.TryAdd(frame, mount) && !AreSame(mounts[frame], mount))
            {
                SourceNode first = mounts[frame];
                problems.Add(mount, $"frame {Shown.Quoted(frame)} is mounted elsewhere in {ProblemList.PlaceOf(first, mount)}; state one mount for it, or name another frame");
            }
        }

        HashSet<string> ended = [];
        foreach (string frame in mounts.Keys)
        {
            Follow(frame, mounts, ended, problems);
        }
    }

    /// <summary>Follows the parents of a frame to a frame of the robot; a circle is told once, at the frame where it closes.</summary>
    private static void Follow(string frame, Dictionary<string, SourceNode> mounts, HashSet<string> ended, ProblemList problems)
    {
        HashSet<string> way = [];
        while (mounts.TryGetValue(frame, out SourceNode? mount) && !ended.Contains(frame))
        {
            way.Add(frame);
            string parent = mount.TextOf("parent")!;
            if (way.Contains(parent))
            {
                problems.Add(mount["parent"]!, $"the mounts go round in a circle: {Shown.Quoted(frame)} sits on {Shown.Quoted(parent)}, which sits on it; end the chain at a frame of the robot, such as 'base_link'");
                break;
            }

            frame = parent;
        }

        ended.UnionWith(way);
    }

    private static bool AreSame(SourceNode left, SourceNode right) =>
        left.TextOf("parent") == right.TextOf("parent")
        && left.ItemsOf("xyz").Select(static number => number.Number).SequenceEqual(right.ItemsOf("xyz").Select(static number => number.Number))
        && left.ItemsOf("rpy").Select(static number => number.Number).SequenceEqual(right.ItemsOf("rpy").Select(static number => number.Number));
}
