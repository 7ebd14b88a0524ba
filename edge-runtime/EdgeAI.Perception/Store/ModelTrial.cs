using EdgeAI.Device.Time;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Holds a candidate against the model that robots run: both are asked the same inputs in turn, so that whatever else the machine does slows
/// both; then inputs are disturbed, and the candidate may not change its mind much more often than the current model does.
/// </summary>
/// <param name="gate">The bounds.</param>
/// <param name="clock">Measures inferences.</param>
/// <param name="seed">Everything that is drawn comes from it.</param>
public sealed class ModelTrial(ModelGate gate, IClock clock, ulong seed)
{
    // Fewer pairs say nothing about the slowest in a hundred; small sets of inputs are gone over again.
    private const int FewestPairs = 400;
    private const int WarmUpPairs = 3;
    private const int MostDisturbed = 64;
    private const int AdversarialSteps = 12;

    /// <summary>Tries a candidate.</summary>
    /// <param name="current">The model that robots run.</param>
    /// <param name="candidate">The candidate; it takes the same inputs and has the same outputs (<see cref="ModelFit"/>).</param>
    /// <param name="inputs">What both are asked.</param>
    public GateVerdict Run(TrialSubject current, TrialSubject candidate, InputSet inputs)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(inputs);
        List<GateFigure> figures = [];
        if (inputs.Count > 0)
        {
            Compare(current, candidate, inputs, figures);
            Disturb(current, candidate, inputs, figures);
        }
        else
        {
            figures.Add(new("inputs", 0, null, gate.MinInputs, IsLeast: true));
        }

        figures.Add(new("model bytes", candidate.ModelBytes, current.ModelBytes, gate.MaxModelBytes, IsLeast: false));
        figures.Add(new("memory bytes", candidate.MemoryBytes, current.MemoryBytes, gate.MaxMemoryBytes, IsLeast: false));
        return new GateVerdict(inputs.Count, inputs.Digest(), inputs.Source, seed, [.. figures]);
    }

    private void Compare(TrialSubject current, TrialSubject candidate, InputSet inputs, List<GateFigure> figures)
    {
        Tally mine = new(current);
        Tally theirs = new(candidate);
        int pairs = Math.Max(inputs.Count, FewestPairs);
        for (int warm = 0; warm < WarmUpPairs; warm++)
        {
            Ask(mine, inputs[0], counts: false);
            Ask(theirs, inputs[0], counts: false);
        }

        double agreement = 0;
        double distance = 0;
        int told = 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            int index = pair % inputs.Count;

            // Each goes first every other time: who goes second finds the caches warm.
            (Tally first, Tally second) = pair % 2 == 0 ? (mine, theirs) : (theirs, mine);
            Ask(first, inputs[index], counts: true);
            Ask(second, inputs[index], counts: true);
            if (pair < inputs.Count)
            {
                if (mine.Answer.Tells || theirs.Answer.Tells)
                {
                    told++;
                    agreement += mine.Answer.AgreementWith(theirs.Answer);
                    distance += mine.Answer.DistanceTo(theirs.Answer);
                }

                mine.Score(inputs.KnownOf(index));
                theirs.Score(inputs.KnownOf(index));
            }
        }

        figures.Add(new("inputs", told, null, gate.MinInputs, IsLeast: true));
        figures.Add(new("failed inferences", theirs.Failed, mine.Failed, mine.Failed, IsLeast: false));
        figures.Add(new("agreement", told == 0 ? 1 : agreement / told, null, gate.MinAgreement, IsLeast: true));
        figures.Add(new("mean distance", distance / Math.Max(1, told), null, gate.MaxMeanDistance, IsLeast: false));
        if (mine.Known > 0)
        {
            double least = Math.Max(gate.MinAccuracy ?? 0, mine.Accuracy - gate.MaxAccuracyLoss);
            figures.Add(new("accuracy", theirs.Accuracy, mine.Accuracy, least, IsLeast: true));
        }
        else if (gate.MinAccuracy is { } least)
        {
            figures.Add(new("accuracy (no input has a label)", double.NegativeZero, null, least, IsLeast: true));
        }

        figures.Add(new("latency p50, ratio", Ratio(theirs.Durations.P50, mine.Durations.P50), 1, gate.MaxLatencyRatio, IsLeast: false));
        figures.Add(new("latency p99, ratio", Ratio(theirs.Durations.P99, mine.Durations.P99), 1, gate.MaxLatencyRatioP99, IsLeast: false));
    }

    private void Disturb(TrialSubject current, TrialSubject candidate, InputSet inputs, List<GateFigure> figures)
    {
        if (Disturbances.Of(current.Run.Inputs[0], inputs) is not { } disturbances)
        {
            return;
        }

        foreach (string name in disturbances.Fitting)
        {
            double mine = ChangeRate(current, inputs, disturbances, name);
            double theirs = ChangeRate(candidate, inputs, disturbances, name);
            double more = gate.Robustness.GetValueOrDefault(name, gate.MaxRobustnessLoss);
            figures.Add(new($"answers changed by {name}", theirs, mine, Math.Min(1, mine + more), IsLeast: false));
        }
    }

    /// <summary>How much of what a model answers changes when inputs are disturbed, 0 to 1. Both models get the same disturbed inputs, but for the adversarial ones.</summary>
    private double ChangeRate(TrialSubject subject, InputSet inputs, Disturbances disturbances, string name)
    {
        Random random = new((int)(uint)(seed ^ (seed >> 32)));
        Answer clean = subject.NewAnswer();
        Answer disturbed = subject.NewAnswer();
        int count = Math.Min(inputs.Count, MostDisturbed);
        double changed = 0;
        for (int each = 0; each < count; each++)
        {
            // Spread over all inputs, since neighbours in a recording are alike.
            ReadOnlySpan<byte> input = inputs[(int)((long)each * inputs.Count / count)];
            Fill(subject.Run, input);
            bool ran = subject.Run.TryRun();
            clean.Take(subject.Run);
            float[] values = new float[disturbances.ElementCount];
            double most = ran && clean.IsFinite ? 0 : 1;
            double furthest = -1;
            int steps = name == Disturbances.Adversarial ? AdversarialSteps : 1;
            for (int step = 0; step < steps && most < 1; step++)
            {
                disturbances.Read(input, values);
                disturbances.Apply(name, values, random);
                disturbances.Write(values, subject.Run.InputBytes(0));
                ran = subject.Run.TryRun();
                disturbed.Take(subject.Run);
                if (!ran || !disturbed.IsFinite)
                {
                    // How far what is no number lies apart is none either.
                    most = 1;
                    break;
                }

                double apart = clean.DistanceTo(disturbed);
                if (apart > furthest)
                {
                    (furthest, most) = (apart, Math.Max(most, 1 - clean.AgreementWith(disturbed)));
                }
            }

            changed += most;
        }

        return changed / count;
    }

    private void Ask(Tally tally, ReadOnlySpan<byte> input, bool counts)
    {
        Fill(tally.Subject.Run, input);
        long began = clock.Nanoseconds;
        bool ran = tally.Subject.Run.TryRun();
        long took = clock.Nanoseconds - began;
        tally.Answer.Take(tally.Subject.Run);
        if (counts)
        {
            tally.Durations.Add(took);
            tally.Failed += ran && tally.Answer.IsFinite ? 0 : 1;
        }
    }

    private static void Fill(IModelRun run, ReadOnlySpan<byte> input)
    {
        int start = 0;
        for (int index = 0; index < run.Inputs.Count; index++)
        {
            Span<byte> bytes = run.InputBytes(index);
            input.Slice(start, bytes.Length).CopyTo(bytes);
            start += bytes.Length;
        }
    }

    private static double Ratio(double candidate, double current) => current > 0 ? candidate / current : candidate > 0 ? double.MaxValue : 1;

    private sealed class Tally(TrialSubject subject)
    {
        private int _right;

        public TrialSubject Subject { get; } = subject;

        public Answer Answer { get; } = subject.NewAnswer();

        public DurationWindow Durations { get; } = new(1 << 14);

        public int Failed { get; set; }

        public int Known { get; private set; }

        public double Accuracy => (double)_right / Math.Max(1, Known);

        public void Score(KnownClass known)
        {
            if (known.Class >= 0)
            {
                Known++;
                _right += Answer.ClassOf(known.Output) == known.Class ? 1 : 0;
            }
        }
    }
}
