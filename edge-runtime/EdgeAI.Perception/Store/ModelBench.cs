using EdgeAI.Device.Time;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Measures the variants of a model on the execution providers of a machine, all on the same inputs in turn, so that whatever else the machine does slows
/// all of them, and chooses the fastest that stays within an accuracy loss. The first subject is the measure: its answers count as right where
/// no labels do.
/// </summary>
/// <param name="clock">Measures inferences.</param>
/// <param name="maxLoss">The most that may be lost, 0 to 1.</param>
/// <param name="fewestRounds">How often each is asked at least.</param>
public sealed class ModelBench(IClock clock, double maxLoss, int fewestRounds = 300)
{
    private const int WarmUpRuns = 5;

    /// <summary>Whether one's inputs can be made from another's: the same shapes, of elements that are numbers.</summary>
    public static bool Takes(IModelRun measure, IModelRun other)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(other);
        return measure.Inputs.Count == other.Inputs.Count
            && measure.OutputSpecs.Count == other.OutputSpecs.Count
            && measure.Inputs.Zip(other.Inputs).All(static pair => pair.First.Shape.SequenceEqual(pair.Second.Shape) && (pair.First.Element == pair.Second.Element || (TensorNumbers.Takes(pair.First.Element) && TensorNumbers.Takes(pair.Second.Element))))
            && measure.OutputSpecs.Zip(other.OutputSpecs).All(static pair => pair.First.Shape.SequenceEqual(pair.Second.Shape));
    }

    /// <summary>Measures.</summary>
    /// <param name="subjects">What is measured; the first is the measure, and each <see cref="Takes"/> its inputs.</param>
    /// <param name="inputs">What all are asked.</param>
    public BenchRow[] Run(IReadOnlyList<BenchSubject> subjects, InputSet inputs)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentNullException.ThrowIfNull(inputs);
        Tally[] tallies = [.. subjects.Select(static subject => new Tally(subject))];
        for (int warm = 0; warm < WarmUpRuns; warm++)
        {
            Array.ForEach(tallies, tally => Ask(tally, tallies[0], inputs[0], counts: false));
        }

        int rounds = Math.Max(fewestRounds, inputs.Count);
        for (int round = 0; round < rounds; round++)
        {
            int index = round % inputs.Count;
            for (int turn = 0; turn < tallies.Length; turn++)
            {
                // Each goes first in its turn: who follows finds the caches warm.
                Ask(tallies[(round + turn) % tallies.Length], tallies[0], inputs[index], counts: true);
            }

            if (round < inputs.Count)
            {
                Array.ForEach(tallies, tally => tally.Score(tallies[0].Answer, inputs.KnownOf(index)));
            }
        }

        double[] losses = [.. tallies.Select(tally => tally.LossTo(tallies[0], inputs.Count))];
        Tally? chosen = tallies.Where((_, index) => losses[index] <= maxLoss).MinBy(static tally => tally.Durations.P50);
        return [.. tallies.Select((tally, index) => new BenchRow(
            tally.Bench.Variant,
            tally.Bench.Provider,
            tally.Durations.P50 / 1000,
            tally.Durations.P99 / 1000,
            tally.Durations.Mean > 0 ? 1e9 / tally.Durations.Mean : 0,
            tally.Bench.Subject.MemoryBytes,
            losses[index],
            losses[index] <= maxLoss,
            tally == chosen))];
    }

    private void Ask(Tally tally, Tally measure, ReadOnlySpan<byte> input, bool counts)
    {
        IModelRun run = tally.Bench.Subject.Run;
        int start = 0;
        for (int index = 0; index < run.Inputs.Count; index++)
        {
            TensorElement element = measure.Bench.Subject.Run.Inputs[index].Element;
            int elements = run.Inputs[index].Shape.Aggregate(1, static (product, size) => product * size);
            int bytes = element == run.Inputs[index].Element ? run.InputBytes(index).Length : elements * TensorNumbers.BytesOf(element);
            Fill(run, index, element, input.Slice(start, bytes), elements);
            start += bytes;
        }

        long began = clock.Nanoseconds;
        bool ran = run.TryRun();
        long took = clock.Nanoseconds - began;
        tally.Answer.Take(run);
        if (counts)
        {
            tally.Durations.Add(took);
            tally.Failed |= !ran || !tally.Answer.IsFinite;
        }
    }

    private static void Fill(IModelRun run, int index, TensorElement element, ReadOnlySpan<byte> input, int elements)
    {
        if (element == run.Inputs[index].Element)
        {
            input.CopyTo(run.InputBytes(index));
            return;
        }

        float[] values = new float[elements];
        TensorNumbers.Read(element, input, values);
        TensorNumbers.Write(run.Inputs[index].Element, values, run.InputBytes(index));
    }

    private sealed class Tally(BenchSubject bench)
    {
        private double _agreement;
        private int _known;
        private int _right;

        public BenchSubject Bench { get; } = bench;

        public Answer Answer { get; } = bench.Subject.NewAnswer();

        public DurationWindow Durations { get; } = new(1 << 14);

        public bool Failed { get; set; }

        public void Score(Answer measure, KnownClass known)
        {
            _agreement += measure.AgreementWith(Answer);
            if (known.Class >= 0)
            {
                _known++;
                _right += Answer.ClassOf(known.Output) == known.Class ? 1 : 0;
            }
        }

        /// <summary>What is lost to the measure: accuracy where labels tell it, agreement otherwise; all where it failed.</summary>
        public double LossTo(Tally measure, int inputs)
        {
            if (Failed)
            {
                return 1;
            }

            return _known > 0 ? Math.Max(0, (double)(measure._right - _right) / _known) : 1 - (_agreement / inputs);
        }
    }
}
