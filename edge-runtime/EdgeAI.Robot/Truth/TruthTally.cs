namespace EdgeAI.Robot.Truth;

/// <summary>Counts how often what was perceived agrees with what was true, for one question.</summary>
/// <param name="question">What is asked, for the report.</param>
/// <param name="labels">The possible answers.</param>
internal sealed class TruthTally(string question, string[] labels)
{
    private readonly long[] _counts = new long[labels.Length * labels.Length];

    /// <summary>What is asked.</summary>
    public string Question { get; } = question;

    /// <summary>Compared answers.</summary>
    public long Compared { get; private set; }

    /// <summary>Answers that agree with the truth.</summary>
    public long Agreeing { get; private set; }

    /// <summary>Answers left out because the truth was changing at that moment.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Compares one answer.</summary>
    public void Count(int truth, int perceived)
    {
        _counts[(truth * labels.Length) + perceived]++;
        Compared++;
        Agreeing += truth == perceived ? 1 : 0;
    }

    /// <summary>Leaves one answer out: the truth was changing.</summary>
    public void CountLeftOut() => LeftOut++;

    /// <summary>The index of a label.</summary>
    public int IndexOf(string label) => Array.IndexOf(labels, label);

    /// <summary>The fraction of compared answers that agree.</summary>
    public double Accuracy => Compared == 0 ? 0 : (double)Agreeing / Compared;

    /// <summary>Harmonic mean of precision and recall of one class; 0 where it never occurred and was never answered.</summary>
    public double F1(string label)
    {
        int index = IndexOf(label);
        long both = _counts[(index * labels.Length) + index];
        long truth = 0;
        long perceived = 0;
        for (int other = 0; other < labels.Length; other++)
        {
            truth += _counts[(index * labels.Length) + other];
            perceived += _counts[(other * labels.Length) + index];
        }

        return truth + perceived == 0 ? 0 : 2.0 * both / (truth + perceived);
    }

    /// <summary>The mean of the classes' F1.</summary>
    public double MacroF1 => labels.Average(F1);
}
