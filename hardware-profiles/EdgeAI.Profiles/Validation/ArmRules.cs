using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Arms: bodies that can be, joints that are told apart, and stages that compute with the arm whose joints they are given.</summary>
internal static class ArmRules
{
    // The simulated arm is one body, with its two joints (EdgeAI.SimulatedBoard, TwoLinkArm).
    private const int SimulatedJoints = 2;

    // Four decimals of each part are enough; the model takes the direction.
    private const double AxisTolerance = 1e-3;

    public static void Check(SourceNode profile, ProblemList problems)
    {
        UniqueNames names = new("each arm a name");
        UniqueNames joints = new("each joint a name");
        Dictionary<string, SourceNode> arms = new(StringComparer.Ordinal);
        foreach (SourceNode arm in profile.ItemsOf("arms"))
        {
            names.Add(arm["name"], problems);
            arms.TryAdd(arm.TextOf("name") ?? "", arm);
            foreach (SourceNode joint in arm.ItemsOf("joints"))
            {
                joints.Add(joint["name"], problems);
                CheckAxis(joint["axis"], problems);
                CheckInertia(joint["inertia"], problems);
            }
        }

        foreach (SourceNode sensor in ProfileRules.SensorsOf(profile).TakeWhile(_ => !problems.IsFull))
        {
            if (Find(sensor["arm"], arms, profile, problems) is { } arm && sensor.TextOf("driver") == "simulated-arm" && arm["joints"] is { Kind: System.Text.Json.JsonValueKind.Array } list && list.Children.Count != SimulatedJoints)
            {
                problems.Add(sensor["arm"]!, $"'simulated-arm' has {SimulatedJoints} joints, and {Shown.Quoted(sensor.TextOf("arm")!)} has {list.Children.Count}; name an arm of {SimulatedJoints}");
            }
        }

        StreamTable streams = new(profile);
        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            if (Find(stage["arm"], arms, profile, problems) is not null && stage["input"] is { } input && !problems.IsBad(input)
                && streams.SourceOf(input.Text, static _ => true)?.TextOf("arm") is { } given && given != stage.TextOf("arm"))
            {
                problems.Add(stage["arm"]!, $"the stage computes with {Shown.Quoted(stage.TextOf("arm")!)}, and {Shown.Quoted(input.Text!)} gives the joints of {Shown.Quoted(given)}; name the same arm in both");
            }
        }
    }

    /// <summary>The arm that is named; null where none is, or none that is there, which is told.</summary>
    private static SourceNode? Find(SourceNode? written, Dictionary<string, SourceNode> arms, SourceNode profile, ProblemList problems)
    {
        if (written?.Text is not { } name || problems.IsBad(written) || !ProfileRules.HasList(profile, "arms"))
        {
            return null;
        }

        if (arms.TryGetValue(name, out SourceNode? arm))
        {
            return arm;
        }

        string mend = NearestName.Of(name, arms.Keys) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "add it to $.arms";
        problems.Add(written, $"there is no arm {Shown.Quoted(name)}; {mend}");
        return null;
    }

    private static void CheckAxis(SourceNode? axis, ProblemList problems)
    {
        if (NumbersOf(axis, 3, problems) is { } parts && Math.Sqrt(parts.Sum(static part => part * part)) is var length && Math.Abs(length - 1) > AxisTolerance)
        {
            problems.Add(axis!, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the axis has the length {length:0.###}; write one of length 1, as in [0, 1, 0]"));
        }
    }

    private static void CheckInertia(SourceNode? inertia, ProblemList problems)
    {
        if (NumbersOf(inertia, 6, problems) is not [double xx, double yy, double zz, double xy, double xz, double yz])
        {
            return;
        }

        bool isPossible = xx >= 0 && yy >= 0 && zz >= 0 && xx <= yy + zz && yy <= xx + zz && zz <= xx + yy
            && xy * xy <= xx * yy && xz * xz <= xx * zz && yz * yz <= yy * zz;
        if (!isPossible)
        {
            problems.Add(inertia!, "no body has these moments of inertia: one axis has more than the two others together, or a product is too large; write them about the centre of mass, in kg m^2");
        }
    }

    private static double[]? NumbersOf(SourceNode? list, int count, ProblemList problems)
    {
        if (list is null || problems.IsBad(list) || list.Children.Count != count || list.Children.Any(part => part.Number is null || problems.IsBad(part)))
        {
            return null;
        }

        return [.. list.Children.Select(static part => part.Number!.Value)];
    }
}
