namespace EdgeAI.Profiles.Reading;

/// <summary>Gathers what is wrong with one file, up to a bound, and gives it in the order of the file.</summary>
internal sealed class ProblemList(string file, SourceText source)
{
    /// <summary>The most problems that are told one by one: enough to mend a file, too few to flood a terminal.</summary>
    public const int MaximumProblems = 100;

    private readonly List<ProfileProblem> _problems = [];
    private readonly HashSet<int> _offsets = [];

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Whether as many problems are told as ever will be: there is no point in looking for more.</summary>
    public bool IsFull => _problems.Count == MaximumProblems;

    /// <summary>Whether something is already wrong with a value itself, so that a rule about its sense has nothing to add.</summary>
    public bool IsBad(SourceNode node) => _offsets.Contains(node.Offset);

    /// <summary>The line that a value stands in, from 1.</summary>
    public int LineOf(SourceNode node) => source.PositionOf(node.Offset).Line;

    /// <summary>Adds what is wrong with a value.</summary>
    public void Add(SourceNode node, string message) => Add(node.Offset, node.Path, message);

    /// <summary>Adds what is wrong at a place.</summary>
    public void Add(int offset, string path, string message)
    {
        if (IsFull)
        {
            return;
        }

        (int line, int column) = source.PositionOf(offset);
        _offsets.Add(offset);
        _problems.Add(new ProfileProblem(file, path, line, column, message));
    }

    /// <summary>The problems by line and column, each told once.</summary>
    public IReadOnlyList<ProfileProblem> ToSortedList()
    {
        List<ProfileProblem> sorted = [.. _problems.Distinct().OrderBy(static problem => problem.Line).ThenBy(static problem => problem.Column)];
        if (IsFull)
        {
            sorted.Add(new ProfileProblem(file, "$", 0, 0, $"there may be more than these {MaximumProblems} problems; mend these first"));
        }

        return sorted;
    }
}
