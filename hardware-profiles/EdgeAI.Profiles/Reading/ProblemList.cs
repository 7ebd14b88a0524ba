namespace EdgeAI.Profiles.Reading;

/// <summary>Gathers what is wrong with a file and those that it names, up to a bound, and gives it in the order of the files.</summary>
internal sealed class ProblemList(string file)
{
    /// <summary>The most problems that are told one by one: enough to mend a file, too few to flood a terminal.</summary>
    public const int MaximumProblems = 100;

    private readonly List<ProfileProblem> _problems = [];
    private readonly HashSet<(SourceText Source, int Offset)> _places = [];

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Whether as many problems are told as ever will be: there is no point in looking for more.</summary>
    public bool IsFull => _problems.Count == MaximumProblems;

    /// <summary>Whether something is already wrong with a value itself, so that a rule about its sense has nothing to add.</summary>
    public bool IsBad(SourceNode node) => _places.Contains((node.Source, node.Offset));

    /// <summary>Where a value stands, for a message about another one: its path and line, and its file where that is another.</summary>
    public static string PlaceOf(SourceNode node, SourceNode other)
    {
        int line = node.Source.PositionOf(node.Offset).Line;
        return node.Source == other.Source ? $"{node.Path} (line {line})" : $"{node.Path} (line {line} of {Shown.Quoted(Path.GetFileName(node.Source.File))})";
    }

    /// <summary>Adds what is wrong with a value.</summary>
    public void Add(SourceNode node, string message) => Add(node.Source, node.Offset, node.Path, message);

    /// <summary>Adds what is wrong at a place.</summary>
    public void Add(SourceText source, int offset, string path, string message)
    {
        if (IsFull)
        {
            return;
        }

        (int line, int column) = source.PositionOf(offset);
        _places.Add((source, offset));
        _problems.Add(new ProfileProblem(source.File, path, line, column, message));
    }

    /// <summary>The problems by file, the first one first, by line and by column, each told once.</summary>
    public IReadOnlyList<ProfileProblem> ToSortedList()
    {
        List<ProfileProblem> sorted = [.. _problems.Distinct()
            .OrderBy(problem => problem.File != file).ThenBy(static problem => problem.File, StringComparer.Ordinal)
            .ThenBy(static problem => problem.Line).ThenBy(static problem => problem.Column)];
        if (IsFull)
        {
            sorted.Add(new ProfileProblem(file, "$", 0, 0, $"there may be more than these {MaximumProblems} problems; mend these first"));
        }

        return sorted;
    }
}
