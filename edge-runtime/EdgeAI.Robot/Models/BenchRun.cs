using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions.Providers;
using EdgeAI.Perception.Store;
using EdgeAI.Profiles;
using EdgeAI.Robot.Commands;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Models;

/// <summary>Measures every variant of a stored model on every execution provider that this machine has.</summary>
/// <param name="store">The store.</param>
/// <param name="found">The model.</param>
/// <param name="generation">Which generation of it.</param>
internal sealed class BenchRun(ModelStore store, ModelRef found, StoredGeneration generation)
{
    private const int DrawnInputs = 64;

    /// <summary>A recording, or a data set's file or folder; null for inputs that are drawn.</summary>
    public string? Recording { get; init; }

    /// <summary>The profile whose stages run the model on the recording.</summary>
    public required string Profile { get; init; }

    /// <summary>The most accuracy that may be lost.</summary>
    public double MaxLoss { get; init; }

    /// <summary>What is drawn comes from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>What was left out, a line each.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>Measures.</summary>
    /// <exception cref="CannotRunException">Something must be mended first.</exception>
    public BenchRow[] Run()
    {
        List<OpenSubject> opened = [];
        try
        {
            // The process grows by OnnxRuntime itself when the first model is opened.
            OpenSubject.Open(store, generation.VariantOf(StoredVariant.Original)!, new ModelOptions()).Dispose();
            List<BenchSubject> subjects = [];
            foreach (StoredVariant variant in generation.Variants)
            {
                foreach (ExecutionProvider provider in ProviderFacts.Built())
                {
                    string word = ProviderFacts.WordOf(provider);
                    if (TryOpen(variant, provider, out OpenSubject? subject, out string problem) && (subjects.Count == 0 || ModelBench.Takes(subjects[0].Subject.Run, subject!.Subject.Run)))
                    {
                        opened.Add(subject!);
                        subjects.Add(new BenchSubject(variant.Name, word, subject!.Subject));
                        continue;
                    }

                    subject?.Dispose();
                    LeftOut.Add($"{variant.Name} on {word}: {(problem.Length > 0 ? problem : "takes other inputs, or has other outputs, than the original")}");
                }
            }

            InputSet inputs = Recording is null ? Drawn(subjects[0].Subject.Run) : Recorded();
            return new ModelBench(new MonotonicClock(), MaxLoss).Run(subjects, inputs);
        }
        finally
        {
            opened.ForEach(static subject => subject.Dispose());
        }
    }

    private bool TryOpen(StoredVariant variant, ExecutionProvider provider, out OpenSubject? subject, out string problem)
    {
        // What a provider has no operation for the CPU may run; that it takes none at all is refused.
        ProviderRequest[] providers = provider == ExecutionProvider.Cpu ? [new(provider)] : [new(provider), new(ExecutionProvider.Cpu)];
        ModelOptions options = new() { Providers = providers, IsStrict = true };
        try
        {
            subject = OpenSubject.Open(store, variant, options);
            problem = "";
            return true;
        }
        catch (CannotRunException refused) when (provider != ExecutionProvider.Cpu)
        {
            subject = null;
            problem = refused.Message;
            return false;
        }
    }

    private InputSet Recorded()
    {
        if (!ProfileLoader.TryLoad(Profile, out Profile? profile, out IReadOnlyList<ProfileProblem> problems))
        {
            throw new CannotRunException(string.Join('\n', problems));
        }

        return RecordedInputs.Take(profile, found.Name, Recording!);
    }

    /// <summary>Inputs that mean nothing: enough to see how long a model takes, and how far rounding moves its answers.</summary>
    private InputSet Drawn(IModelRun run)
    {
        InputSet inputs = new("numbers that were drawn, no recording");
        Random random = new((int)(uint)(Seed ^ (Seed >> 32)));
        byte[] bytes = new byte[Enumerable.Range(0, run.Inputs.Count).Sum(index => run.InputBytes(index).Length)];
        for (int input = 0; input < DrawnInputs; input++)
        {
            int start = 0;
            for (int index = 0; index < run.Inputs.Count; index++)
            {
                Span<byte> part = bytes.AsSpan(start, run.InputBytes(index).Length);
                DrawnNumbers.Fill(run.Inputs[index].Element, part, random);
                start += part.Length;
            }

            inputs.Add(bytes, KnownClass.None);
        }

        return inputs;
    }
}
