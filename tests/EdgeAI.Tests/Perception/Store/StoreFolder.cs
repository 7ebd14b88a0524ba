using EdgeAI.Perception.Store;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>A model store in a folder that ends with the test, and models that differ from each other.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly List<DamagedFolder> _sources = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("edgeai-store-").FullName;

    public string Folder => Path.Combine(Root, "store");

    public SteppedTime Time { get; } = new();

    public ModelStore Open(StoreDisk? disk = null, StoreOptions? options = null)
    {
        StoreRefusal refusal = ModelStore.Open(Folder, create: true, options ?? new StoreOptions(), Time, out ModelStore? store, out string problem, disk);
        Assert.True(refusal == StoreRefusal.None, problem);
        return store!;
    }

    /// <summary>A grasp model whose card differs from every other's, so that it is a generation of its own.</summary>
    public string Source(string remark)
    {
        DamagedFolder source = new(ShippedModels.Grasp);
        source.EditCard(card => card["method"] = remark);
        _sources.Add(source);
        return source.Root;
    }

    public static int Add(ModelStore store, string source, string name = "grasp", string variant = StoredVariant.Original)
    {
        StoreRefusal refusal = store.Add(source, name, variant, out int generation, out _, out string problem);
        Assert.True(refusal == StoreRefusal.None, problem);
        return generation;
    }

    public static ModelRef Find(ModelStore store, string name = "grasp")
    {
        Assert.True(store.Find(name, out ModelRef? found, out string problem) == StoreRefusal.None, problem);
        return found!;
    }

    public void Dispose()
    {
        _sources.ForEach(static source => source.Dispose());
        Directory.Delete(Root, recursive: true);
    }
}
