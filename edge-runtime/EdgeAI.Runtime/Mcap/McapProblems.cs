namespace EdgeAI.Runtime.Mcap;

/// <summary>What a reader rejected: a count for each reason, and the first rejections with their places.</summary>
public sealed class McapProblems
{
    private const int MaximumListed = 64;

    private readonly long[] _counts = new long[Enum.GetValues<McapRejection>().Length];
    private readonly List<McapProblem> _first = [];

    /// <summary>How many were rejected, for whatever reason.</summary>
    public long Total { get; private set; }

    /// <summary>The first 64, in the order in which they were met.</summary>
    public IReadOnlyList<McapProblem> First => _first;

    /// <summary>How many were rejected for one reason.</summary>
    public long Count(McapRejection rejection) => _counts[(int)rejection];

    /// <summary>One line: each reason with its count and the first place.</summary>
    public override string ToString() => Total == 0
        ? "no problems"
        : string.Join(", ", Enum.GetValues<McapRejection>().Where(reason => Count(reason) > 0).Select(Describe));

    internal void Add(McapRejection rejection, long offset)
    {
        Total++;
        _counts[(int)rejection]++;
        if (_first.Count < MaximumListed)
        {
            _first.Add(new McapProblem(rejection, offset));
        }
    }

    private string Describe(McapRejection reason)
    {
        int first = _first.FindIndex(problem => problem.Rejection == reason);
        return first < 0 ? $"{Count(reason)} x {reason}" : $"{Count(reason)} x {reason} from byte {_first[first].Offset} on";
    }
}
