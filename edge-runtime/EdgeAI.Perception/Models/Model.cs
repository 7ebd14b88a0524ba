using EdgeAI.Perception.Sanity;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Models;

/// <summary>A model folder, opened: its card, the digest of the very bytes that run, and the session that runs them.</summary>
public sealed class Model : IDisposable
{
    private readonly byte[] _digest;

    private Model(ModelCard card, ModelSource source, ModelSession session, ModelOptions options, InputStatistics? statistics)
    {
        Card = card;
        Statistics = statistics;
        _digest = source.Digest;
        Session = session;
        Identity = InferenceIdentity.Of(source, session.Providers, options, ModelSession.RuntimeVersion);
    }

    /// <summary>The card that came with it.</summary>
    public ModelCard Card { get; }

    /// <summary>SHA-256 of the model file, 32 bytes.</summary>
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>Whether the card names the very file that runs; one that does not takes whatever lies there.</summary>
    public bool IsPinned => Card.Sha256 is not null;

    /// <summary>All that decides what it answers: to be said when a run begins.</summary>
    public InferenceIdentity Identity { get; }

    /// <summary>The session, warmed up. One thread at a time.</summary>
    public ModelSession Session { get; }

    /// <summary>What its input looked like in training, from <see cref="InputStatistics.FileName"/> beside the card; null where there is none, and nothing is then suspect.</summary>
    public InputStatistics? Statistics { get; }

    /// <summary>Opens a model folder. Never throws for what the folder holds.</summary>
    /// <param name="folder">The folder that holds <see cref="ModelCard.FileName"/> and the model.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="model">The model, or null.</param>
    /// <param name="problem">One line that names the file and the mend; empty on success.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static bool TryOpen(string folder, ModelOptions options, out Model? model, out string problem) =>
        Open(folder, options, out model, out problem) == ModelRefusal.None;

    /// <summary>Opens a model folder and names why it did not. Never throws for what the folder holds.</summary>
    /// <inheritdoc cref="TryOpen"/>
    public static ModelRefusal Open(string folder, ModelOptions options, out Model? model, out string problem)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        model = null;
        string cardPath = Path.Combine(folder, ModelCard.FileName);
        if (!File.Exists(cardPath))
        {
            problem = $"{cardPath}: no such file: name a folder that holds a model and its card, such as edge-runtime/models/grasp-stability";
            return ModelRefusal.Missing;
        }

        return ModelCard.TryLoad(cardPath, out ModelCard? card, out problem)
            ? Start(Path.Combine(folder, card!.File), card, cardPath, options, out model, out problem)
            : ModelRefusal.CardInvalid;
    }

    /// <summary>Opens a model file that has no card, unpinned. Never throws for what the file holds.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="model">The model, or null.</param>
    /// <param name="problem">One line that names the file and the mend; empty on success.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static ModelRefusal OpenFile(string path, ModelOptions options, out Model? model, out string problem)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return Start(path, ModelCard.Of(path), path, options, out model, out problem);
    }

    /// <summary>Frees the session; a stage that holds the model may not be called again.</summary>
    public void Dispose() => Session.Dispose();

    private static ModelRefusal Start(string path, ModelCard card, string cardPath, ModelOptions options, out Model? model, out string problem)
    {
        model = null;
        ModelRefusal refusal = ModelSource.Read(path, card, cardPath, options.MaxFileBytes, out ModelSource? source, out problem);
        if (refusal != ModelRefusal.None)
        {
            return refusal;
        }

        refusal = SessionStart.Try(source!, card, options, out ModelSession? session, out string reason);
        if (refusal != ModelRefusal.None)
        {
            problem = $"{path}: {reason}";
            return refusal;
        }

        if (!TryLoadStatistics(Path.GetDirectoryName(cardPath)!, session!, out InputStatistics? statistics, out problem))
        {
            session!.Dispose();
            return ModelRefusal.CardInvalid;
        }

        model = new Model(card, source!, session!, options, statistics);
        return ModelRefusal.None;
    }

    private static bool TryLoadStatistics(string folder, ModelSession session, out InputStatistics? statistics, out string problem)
    {
        statistics = null;
        problem = "";
        if (!File.Exists(Path.Combine(folder, InputStatistics.FileName)))
        {
            return true;
        }

        // A graph without inputs is one, too; nothing was learnt of what it takes.
        int count = session.Inputs.Count == 0 ? 0 : session.Inputs[0].Shape.Aggregate(1, static (product, size) => product * size);
        return InputStatistics.TryLoad(folder, count, out statistics, out problem);
    }
}
