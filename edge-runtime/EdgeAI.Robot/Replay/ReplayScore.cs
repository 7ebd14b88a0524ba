using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Robot.Truth;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Replay;

/// <summary>
/// Scores a replay: every classification is held against the label of the reading that completed it, apart for what was
/// held back from the model's training and for everything else. Only the first says anything about new data.
/// </summary>
internal sealed class ReplayScore : IStageObserver
{
    private readonly Dictionary<StreamId, Score> _scores = [];
    private RecordedReading? _current;

    /// <summary>Scores one stage.</summary>
    /// <param name="stream">The stage's stream of decisions.</param>
    /// <param name="name">What it decides, for the report.</param>
    /// <param name="labels">Its classes.</param>
    /// <param name="split">What its model never saw.</param>
    public void Add(StreamId stream, string name, string[] labels, ModelSplit split) =>
        _scores.Add(stream, new Score(split, new TruthTally(name, labels), new TruthTally(name, labels)));

    /// <summary>Says which reading is played next: decisions until the next call belong to it.</summary>
    public void Playing(RecordedReading reading) => _current = reading;

    /// <inheritdoc/>
    public void Observe(in Sample<Message> output)
    {
        if (_current is not { } reading || output.Value is not Classification classification || !_scores.TryGetValue(output.Source, out Score? score))
        {
            return;
        }

        TruthTally tally = IsHeldBack(score.Split, reading.Group) ? score.HeldBack : score.Others;
        int truth = tally.IndexOf(reading.Label);
        if (truth < 0)
        {
            UnknownLabels++;
            return;
        }

        tally.Count(truth, classification.ClassIndex);
    }

    /// <summary>Decisions on readings whose label the model does not know: not scored.</summary>
    public long UnknownLabels { get; private set; }

    /// <summary>The held-back part of one stage.</summary>
    public TruthTally HeldBackOf(StreamId stream) => _scores[stream].HeldBack;

    /// <summary>One line per stage that decided anything.</summary>
    public IEnumerable<string> Report()
    {
        yield return "Score    against the recording's own labels, on what was held back from training:";
        foreach (Score score in _scores.Values.Where(static score => score.HeldBack.Compared + score.Others.Compared > 0))
        {
            TruthTally held = score.HeldBack;
            TruthTally others = score.Others;
            string result = held.Compared == 0 ? "no score: none of these was held back" : $"accuracy {held.Accuracy:F3}, macro F1 {held.MacroF1:F3} on {held.Compared} held back";
            yield return $"  {held.Question,-52} {result}"
                + (others.Compared == 0 ? "" : $" (and {others.Accuracy:F3} on {others.Compared} others, trained on or unknown to the card: no evidence)");
        }

        if (UnknownLabels > 0)
        {
            yield return $"  {UnknownLabels} decisions not scored: the recording gives labels that the model does not have";
        }
    }

    /// <summary>Whether a model never saw a group: an object by its name, an instance as file#index.</summary>
    public static bool IsHeldBack(ModelSplit split, string group)
    {
        int mark = group.LastIndexOf('#');
        return split.Objects.Contains(group)
            || (mark > 0
                && split.Indexes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(group.AsSpan(0, mark), out int[]? rows)
                && int.TryParse(group.AsSpan(mark + 1), out int row)
                && Array.BinarySearch(rows, row) >= 0);
    }

    private sealed record Score(ModelSplit Split, TruthTally HeldBack, TruthTally Others);
}
