using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;
using EdgeAI.Robot.Commands;

namespace EdgeAI.Robot.Models;

/// <summary>A variant of a store, opened to be tried, with by how much the process grew.</summary>
internal sealed class OpenSubject : IDisposable
{
    private OpenSubject(Model model, TrialSubject subject)
    {
        Model = model;
        Subject = subject;
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The model as a trial asks it.</summary>
    public TrialSubject Subject { get; }

    /// <summary>Opens a variant.</summary>
    /// <exception cref="CannotRunException">It is refused.</exception>
    public static OpenSubject Open(ModelStore store, StoredVariant variant, ModelOptions options)
    {
        long before = ProcessMemory.ResidentBytes();
        StoreFolders.Require(store.OpenModel(variant, options, out Model? model, out string problem), problem);
        return new OpenSubject(model!, new TrialSubject(new SessionRun(model!.Session), ModelFolders.HeadOf(model), variant.Bytes, Math.Max(0, ProcessMemory.ResidentBytes() - before)));
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
