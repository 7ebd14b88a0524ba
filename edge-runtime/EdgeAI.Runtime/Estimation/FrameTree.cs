namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// The frames of a robot and where each is fixed. REP-105, "Relationship between Frames": coordinate frames are attached in a tree, each
/// with one parent and any number of children; from any frame of one tree there is one way to any other. Immutable once built.
/// </summary>
public sealed class FrameTree
{
    private readonly Dictionary<string, FrameMount> _mounts;

    private FrameTree(Dictionary<string, FrameMount> mounts, string root)
    {
        _mounts = mounts;
        Root = root;
    }

    /// <summary>The one frame that is fixed to none, such as <c>base_link</c>.</summary>
    public string Root { get; }

    /// <summary>How many frames there are, the root included.</summary>
    public int Count => _mounts.Count + 1;

    /// <summary>Builds a tree and checks that it is one.</summary>
    /// <param name="mounts">Where each frame but the root is fixed; the same mount may be told again.</param>
    /// <param name="root">The frame that is fixed to none.</param>
    /// <param name="tree">The tree, or null.</param>
    /// <param name="problem">Why it is none, and the mend; empty where it is one.</param>
    public static bool TryBuild(IEnumerable<FrameMount> mounts, string root, out FrameTree? tree, out string problem)
    {
        ArgumentNullException.ThrowIfNull(mounts);
        tree = null;
        Dictionary<string, FrameMount> placed = new(StringComparer.Ordinal);
        foreach (FrameMount mount in mounts)
        {
            if (mount.Frame == root)
            {
                problem = $"the root '{root}' is mounted on '{mount.Parent}'; leave its mount out, or name another root";
                return false;
            }

            if (!placed.TryAdd(mount.Frame, mount) && placed[mount.Frame] != mount)
            {
                problem = $"frame '{mount.Frame}' is mounted twice, on '{placed[mount.Frame].Parent}' and on '{mount.Parent}'; a frame has one parent (REP-105): keep one mount";
                return false;
            }
        }

        problem = placed.Keys.Select(frame => ProblemFrom(frame, placed, root)).FirstOrDefault(static found => found.Length > 0) ?? "";
        if (problem.Length > 0)
        {
            return false;
        }

        tree = new FrameTree(placed, root);
        return true;
    }

    /// <summary>Where one frame lies in another, over their nearest common parent.</summary>
    /// <param name="from">The frame that something is told in.</param>
    /// <param name="to">The frame that it is to be told in.</param>
    /// <param name="transform">Takes what is told in the one to the other.</param>
    /// <returns>False where one of the frames is none of the tree.</returns>
    public bool TryLookUp(string from, string to, out RigidTransform transform)
    {
        transform = RigidTransform.None;
        if (!Has(from) || !Has(to))
        {
            return false;
        }

        transform = ToRoot(to).Inverse.After(ToRoot(from));
        return true;
    }

    private bool Has(string frame) => frame == Root || _mounts.ContainsKey(frame);

    private RigidTransform ToRoot(string frame)
    {
        RigidTransform transform = RigidTransform.None;
        while (_mounts.TryGetValue(frame, out FrameMount mount))
        {
            transform = mount.ToParent.After(transform);
            frame = mount.Parent;
        }

        return transform;
    }

    /// <summary>Why the way from a frame does not end at the root; empty where it does.</summary>
    private static string ProblemFrom(string start, Dictionary<string, FrameMount> mounts, string root)
    {
        string frame = start;
        for (int steps = 0; frame != root; steps++)
        {
            if (!mounts.TryGetValue(frame, out FrameMount mount))
            {
                return $"frame '{frame}' has no mount and is not the root '{root}': a tree has one root (REP-105); mount it, or mount its children elsewhere";
            }

            if (steps == mounts.Count)
            {
                return $"the mounts go round in a circle through '{frame}'; end the chain at the root '{root}'";
            }

            frame = mount.Parent;
        }

        return "";
    }
}
