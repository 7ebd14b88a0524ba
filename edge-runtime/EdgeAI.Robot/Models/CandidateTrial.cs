using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;
using EdgeAI.Profiles;
using EdgeAI.Robot.Commands;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Models;

/// <summary>Holds a generation of a store against the one that robots run, on what a recording has a profile's stages ask.</summary>
/// <param name="store">The store.</param>
/// <param name="found">The model.</param>
/// <param name="number">The candidate's generation.</param>
internal sealed class CandidateTrial(ModelStore store, ModelRef found, int number)
{
    /// <summary>A recording, or a data set's file or folder.</summary>
    public required string Recording { get; init; }

    /// <summary>The profile whose stages run the model.</summary>
    public required string Profile { get; init; }

    /// <summary>The gate's file; null for what the card of the running model says.</summary>
    public string? Gate { get; init; }

    /// <summary>Everything that is drawn comes from it.</summary>
    public ulong Seed { get; init; }

    /// <summary>Tries it, and puts the verdict on the record.</summary>
    /// <exception cref="CannotRunException">Something must be mended first.</exception>
    public GateVerdict Run()
    {
        StoredGeneration candidate = found.GenerationOf(number)
            ?? throw new CannotRunException($"{found.Name}: has no generation {number}: it has {string.Join(", ", found.Generations.Select(static generation => generation.Number))}");
        if (!ProfileLoader.TryLoad(Profile, out Profile? profile, out IReadOnlyList<ProfileProblem> problems))
        {
            throw new CannotRunException(string.Join('\n', problems));
        }

        // The process grows by OnnxRuntime itself when the first model is opened.
        OpenSubject.Open(store, found.Running.Running, new ModelOptions()).Dispose();
        using OpenSubject current = OpenSubject.Open(store, found.Running.Running, new ModelOptions());
        using OpenSubject next = OpenSubject.Open(store, candidate.Running, new ModelOptions());
        string difference = ModelFit.DifferenceOf(current.Model, next.Model);
        if (difference.Length > 0)
        {
            throw new CannotRunException($"{found.Name}, generation {number}: does not fit where generation {found.Current} stands: {difference}; give it a name of its own");
        }

        bool isRead = Gate is null ? ModelGate.TryRead(current.Model.Card, out ModelGate? gate, out string fault) : ModelGate.TryLoad(Gate, out gate, out fault);
        if (!isRead)
        {
            throw new CannotRunException(fault);
        }

        InputSet inputs = RecordedInputs.Take(profile, found.Name, Recording);
        GateVerdict verdict = new ModelTrial(gate!, new MonotonicClock(), Seed).Run(current.Subject, next.Subject, inputs);
        StoreFolders.Require(
            store.Record(
                new StoreRecord
                {
                    At = default,
                    Event = verdict.Passed ? StoreEvent.Passed : StoreEvent.Failed,
                    Name = found.Name,
                    Generation = number,
                    Model = candidate.Running.Model,
                    Against = found.Running.Running.Model,
                    Verdict = verdict,
                },
                out string refused),
            refused);
        return verdict;
    }
}
