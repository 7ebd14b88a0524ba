using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions.Providers;
using EdgeAI.Perception.Store;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Models;

/// <summary>Where the models of a profile lie: in folders of their own, or in a store under a name.</summary>
/// <param name="profile">The profile.</param>
internal sealed class ModelFolders(Profile profile)
{
    private readonly SessionProgress _progress = new(Say, new MonotonicClock());
    private ModelStore? _store;

    /// <summary>The store that the profile names, or the user's.</summary>
    /// <exception cref="CannotRunException">There is none.</exception>
    public ModelStore Store => _store ??= StoreFolders.Open(profile.ModelStore is { } folder ? profile.PathOf(folder) : null, create: false);

    /// <summary>Opens a model of the profile.</summary>
    /// <exception cref="CannotRunException">It lies in a store, and there is none.</exception>
    public OpenedModel Open(ModelProfile model)
    {
        if (model.Stored is null)
        {
            Model.TryOpen(profile.PathOf(model.Folder!), OptionsOf(model), out Model? opened, out string problem);
            return Opened(model, opened, problem);
        }

        return Store.Find(model.Stored, out ModelRef? found, out string reason) == StoreRefusal.None ? Open(model, found!.Running.Running) : new OpenedModel(null, reason);
    }

    /// <summary>Opens one variant in the store as a model of the profile runs it.</summary>
    public OpenedModel Open(ModelProfile model, StoredVariant variant)
    {
        Store.OpenModel(variant, OptionsOf(model), out Model? opened, out string problem);
        return Opened(model, opened, problem);
    }

    /// <summary>The folder of a model's files.</summary>
    /// <exception cref="CannotRunException">It lies in a store, and is not whole there.</exception>
    public string FolderOf(ModelProfile model)
    {
        if (model.Stored is null)
        {
            return profile.PathOf(model.Folder!);
        }

        StoreFolders.Require(Store.CheckOut(StoreFolders.Find(Store, model.Stored).Running.Running, out string folder, out string problem), problem);
        return folder;
    }

    /// <summary>Reads boxes from a model's outputs; null for a model that finds none.</summary>
    public static IDetectionHead? HeadOf(Model model) =>
        model.Card.Outputs.Length == 0 && Detector.TryMakeHead(model, new DetectorOptions(), out HeadKind kind, out IDetectionHead? head, out _) && kind is not (HeadKind.Classification or HeadKind.Segmentation or HeadKind.Keypoints) ? head : null;

    private static void Say(string line) => Console.Error.WriteLine($"edgeai-robot: {line}");

    private static OpenedModel Opened(ModelProfile model, Model? opened, string problem)
    {
        foreach (string warning in opened?.Session.Warnings ?? [])
        {
            Say($"model '{model.Name}': {warning}");
        }

        return new OpenedModel(opened, problem);
    }

    /// <summary>How a model of the profile is run.</summary>
    /// <exception cref="CannotRunException">The profile names an OnnxRuntime that cannot be used.</exception>
    private ModelOptions OptionsOf(ModelProfile model)
    {
        ModelSettings.UseLibrary(profile);
        return ModelSettings.Of(profile, model, _progress);
    }
}
