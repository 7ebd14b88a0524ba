using CsCheck;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Store;

namespace EdgeAI.Tests.Perception.Store;

public sealed class ModelStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_First_IsWhatRobotsRun()
    {
        ModelStore store = _folder.Open();
        Assert.Equal(1, StoreFolder.Add(store, _folder.Source("first")));
        Assert.Equal(StoreRefusal.None, store.OpenModel("grasp", new ModelOptions(), out Model? model, out int generation, out _));
        using (model)
        {
            Assert.Equal(1, generation);
            Assert.Equal(StoreFolder.Find(store).Running.Running.Model, Convert.ToHexStringLower(model!.Digest));
        }

        Assert.Equal(["grasp"], store.Names());
        StoreRecord line = Assert.Single(store.Log);
        Assert.Equal((StoreEvent.Added, "grasp", 1), (line.Event, line.Name, line.Generation));
    }

    [Fact]
    public void Add_TheSameAgain_IsTheSameGeneration()
    {
        ModelStore store = _folder.Open();
        string source = _folder.Source("first");
        StoreFolder.Add(store, source);
        Assert.Equal(StoreRefusal.None, store.Add(source, "grasp", StoredVariant.Original, out int generation, out bool isNew, out _));
        Assert.Equal((1, false), (generation, isNew));
        Assert.Single(store.Log);
    }

    [Fact]
    public void Add_WhatNoSessionOpens_IsRefusedAndLeavesNothing()
    {
        ModelStore store = _folder.Open();
        using DamagedFolder damaged = new(ShippedModels.Grasp);
        File.WriteAllBytes(damaged.ModelPath, [1, 2, 3]);
        Assert.Equal(StoreRefusal.ModelRefused, store.Add(damaged.Root, "grasp", StoredVariant.Original, out _, out _, out string problem));
        Assert.Contains("model.onnx", problem, StringComparison.Ordinal);
        Assert.Equal(0, store.Bytes);
        Assert.Empty(store.Names());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("Upper")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public void Add_UnderNoName_IsRefused(string name)
    {
        Assert.Equal(StoreRefusal.NameInvalid, _folder.Open().Add(_folder.Source("first"), name, StoredVariant.Original, out _, out _, out string problem));
        Assert.Contains("is no model's name", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void PromoteAndRollback_GoAndComeBack_OnTheRecord()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        StoreFolder.Add(store, _folder.Source("second"));
        Assert.Equal(1, StoreFolder.Find(store).Current);
        Assert.Equal(StoreRefusal.None, store.Promote("grasp", 2, "by hand", null, out _));
        Assert.Equal(2, StoreFolder.Find(store).Current);
        Assert.Equal(StoreRefusal.None, store.Rollback("grasp", "slower", out int number, out _));
        Assert.Equal((1, 1), (number, StoreFolder.Find(store).Current));
        Assert.Equal(StoreRefusal.NotFound, store.Rollback("grasp", "again", out _, out string problem));
        Assert.Contains("nothing to go back to", problem, StringComparison.Ordinal);
        Assert.Equal([StoreEvent.Added, StoreEvent.Added, StoreEvent.Promoted, StoreEvent.RolledBack], store.Log.Select(static record => record.Event));
        Assert.Equal("slower", store.Log.Last().Why);
        Assert.Empty(store.Verify(null));
    }

    [Fact]
    public void Promote_NoSuchGeneration_NamesThoseThereAre()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        Assert.Equal(StoreRefusal.NotFound, store.Promote("grasp", 7, "x", null, out string problem));
        Assert.Contains("as 7: it has 1 (original)", problem, StringComparison.Ordinal);
        Assert.Equal(StoreRefusal.NotFound, store.Promote("other", 1, "x", null, out problem));
        Assert.Contains("has no model 'other': it has grasp", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Object_Damaged_IsRefusedByNameAndMendedByAddingAgain()
    {
        ModelStore store = _folder.Open();
        string source = _folder.Source("first");
        StoreFolder.Add(store, source);
        string model = StoreFolder.Find(store).Running.Running.Model;
        string path = Path.Combine(_folder.Folder, "objects", "sha256", model[..2], model[2..]);
        Damage(path);
        Assert.Equal(StoreRefusal.ObjectCorrupt, store.OpenModel("grasp", new ModelOptions(), out Model? opened, out _, out string problem));
        Assert.Null(opened);
        Assert.Contains($"where {model} is recorded", problem, StringComparison.Ordinal);
        Assert.Contains("add the model again", problem, StringComparison.Ordinal);
        Assert.Contains(store.Verify("grasp"), finding => finding.Contains(path, StringComparison.Ordinal));

        Assert.Equal(StoreRefusal.None, store.Add(source, "grasp", StoredVariant.Original, out _, out _, out _));
        Assert.Empty(store.Verify(null));
        Assert.Equal(StoreRefusal.None, store.OpenModel("grasp", new ModelOptions(), out opened, out _, out _));
        opened!.Dispose();
    }

    [Fact]
    public void View_Removed_IsMadeAgain()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        Directory.Delete(Path.Combine(_folder.Folder, "views"), recursive: true);
        Assert.Equal(StoreRefusal.None, store.OpenModel("grasp", new ModelOptions(), out Model? model, out _, out _));
        model!.Dispose();
    }

    [Fact]
    public void View_CutShort_IsMadeAgain()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        File.Delete(Directory.GetFiles(Path.Combine(_folder.Folder, "views"), "model.onnx", SearchOption.AllDirectories).Single());
        Assert.Equal(StoreRefusal.None, store.OpenModel("grasp", new ModelOptions(), out Model? model, out _, out _));
        model!.Dispose();
    }

    [Fact]
    public void View_RemovedWhileAnotherWrites_IsBusyAndNotDamaged()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        Directory.Delete(Path.Combine(_folder.Folder, "views"), recursive: true);
        using FileStream other = new(Path.Combine(_folder.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(StoreRefusal.Busy, store.OpenModel("grasp", new ModelOptions(), out _, out _, out string problem));
        Assert.Contains("another process writes", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_AVariantInPlaceOfTheOneThatRobotsRun_IsRefused()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        StoreFolder.Add(store, _folder.Source("smaller"), variant: "int8");
        StoreFolder.Add(store, _folder.Source("smaller still"), variant: "int8");
        Assert.Equal(StoreRefusal.None, store.Choose("grasp", 1, "int8", [], out _));
        Assert.Equal(StoreRefusal.InUse, store.Add(_folder.Source("unjudged"), "grasp", "int8", out _, out _, out string problem));
        Assert.Contains("may not replace unjudged", problem, StringComparison.Ordinal);
        Assert.Equal(StoreRefusal.None, store.Add(_folder.Source("smaller still"), "grasp", "int8", out _, out _, out _));
    }

    [Fact]
    public void Promote_AfterWhatWasJudgedChanged_IsRefused()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        StoreFolder.Add(store, _folder.Source("second"));
        StoreFolder.Add(store, _folder.Source("third"));
        ModelRef judged = StoreFolder.Find(store);
        store.Promote("grasp", 2, "meanwhile", null, out _);
        Assert.Equal(StoreRefusal.Changed, store.Promote("grasp", 3, null, null, out string problem, judged));
        Assert.Contains("judge it again", problem, StringComparison.Ordinal);
        Assert.Equal(2, StoreFolder.Find(store).Current);
    }

    [Fact]
    public void Add_ALink_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        string source = _folder.Source("first");
        File.CreateSymbolicLink(Path.Combine(source, "x"), "/dev/zero");
        Assert.Equal(StoreRefusal.ModelRefused, _folder.Open().Add(source, "grasp", StoredVariant.Original, out _, out _, out string problem));
        Assert.Contains("is a link", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("""[{ "number": 1, "added": "2026-01-01T00:00:00Z", "chosen": "original" }]""")]
    [InlineData("""[{ "number": 1, "added": "2026-01-01T00:00:00Z", "chosen": "original", "variants": [{ "name": "original", "model": "x", "files": [{ "bytes": 1 }] }] }]""")]
    public void Ref_WithPartsMissing_IsDamaged(string generations)
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        File.WriteAllText(store.RefPathOf("grasp"), $$"""{ "format": "{{ModelRef.SupportedFormat}}", "name": "grasp", "current": 1, "history": [], "next": 2, "generations": {{generations}} }""");
        Assert.Equal(StoreRefusal.Damaged, store.Find("grasp", out _, out string problem));
        Assert.Contains("$.generations", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Prune_KeepsWhatRunsWhatRanBeforeAndTheNewest()
    {
        ModelStore store = _folder.Open();
        for (int generation = 1; generation <= 5; generation++)
        {
            StoreFolder.Add(store, _folder.Source($"generation {generation}"));
        }

        store.Promote("grasp", 3, "x", null, out _);
        Assert.Equal(StoreRefusal.None, store.Prune(1, out long freed, out _));
        Assert.Equal([1, 3, 5], StoreFolder.Find(store).Generations.Select(static generation => generation.Number));
        Assert.True(freed > 0);
        Assert.Empty(store.Verify(null));
        Assert.Equal(6, StoreFolder.Add(store, _folder.Source("generation 6")));
        Assert.Equal(StoreRefusal.None, store.Rollback("grasp", "x", out int number, out _));
        Assert.Equal(1, number);
    }

    [Fact]
    public void Prune_WithADamagedRef_RemovesNothing()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        StoreFolder.Add(store, _folder.Source("first"), "other");
        long bytes = store.Bytes;
        File.WriteAllText(store.RefPathOf("other"), "{");
        Assert.Equal(StoreRefusal.Damaged, store.Prune(1, out _, out string problem));
        Assert.Contains("other.json", problem, StringComparison.Ordinal);
        Assert.Equal(bytes, store.Bytes);
    }

    [Fact]
    public void Add_AboveTheBound_IsRefused()
    {
        ModelStore store = _folder.Open(options: new StoreOptions { MaxBytes = 1000 });
        Assert.Equal(StoreRefusal.Full, store.Add(_folder.Source("first"), "grasp", StoredVariant.Original, out _, out _, out string problem));
        Assert.Contains("above its bound of 1000", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhileAnotherWrites_IsRefused()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        using FileStream other = new(Path.Combine(_folder.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(StoreRefusal.Busy, store.Prune(1, out _, out string problem));
        Assert.Contains("another process writes", problem, StringComparison.Ordinal);
        Assert.Equal(StoreRefusal.None, store.OpenModel("grasp", new ModelOptions(), out Model? model, out _, out _));
        model!.Dispose();
    }

    [Fact]
    public void Log_ChangedLine_IsFound()
    {
        ModelStore store = _folder.Open();
        StoreFolder.Add(store, _folder.Source("first"));
        StoreFolder.Add(store, _folder.Source("second"));
        string log = Path.Combine(_folder.Folder, "log.jsonl");
        File.WriteAllText(log, File.ReadAllText(log).Replace("\"generation\":1", "\"generation\":3", StringComparison.Ordinal));
        Assert.Contains("does not follow the line before it", Assert.Single(store.Verify(null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_AboveItsBound_BeginsAnewAndStaysAChain()
    {
        ModelStore store = _folder.Open(options: new StoreOptions { MaxLogBytes = 500 });
        for (int line = 0; line < 20; line++)
        {
            Assert.Equal(StoreRefusal.None, store.Record(new StoreRecord { At = default, Event = StoreEvent.Swapped, Name = "grasp", Generation = line }, out _));
        }

        Assert.InRange(new FileInfo(Path.Combine(_folder.Folder, "log.jsonl")).Length, 1, 1000);
        Assert.Empty(store.Verify(null));
        Assert.Equal(19, store.Log.Last().Generation);
    }

    [Fact]
    public void Open_WhatIsNoStore_IsRefused()
    {
        Directory.CreateDirectory(_folder.Folder);
        File.WriteAllText(Path.Combine(_folder.Folder, "other.txt"), "x");
        Assert.Equal(StoreRefusal.NotAStore, ModelStore.Open(_folder.Folder, create: true, new StoreOptions(), _folder.Time, out _, out string problem));
        Assert.Contains("is no model store", problem, StringComparison.Ordinal);
        Assert.Equal(StoreRefusal.NotAStore, ModelStore.Open(Path.Combine(_folder.Root, "absent"), create: false, new StoreOptions(), _folder.Time, out _, out problem));
        Assert.Contains("there is no model store", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Ref_AnyBytes_AreReadOrRefused() => Gen.Byte.Array[0, 400].Sample(
        bytes =>
        {
            ModelStore store = _folder.Open();
            Directory.CreateDirectory(Path.Combine(_folder.Folder, "refs"));
            File.WriteAllBytes(store.RefPathOf("grasp"), bytes);
            StoreRefusal refusal = store.Find("grasp", out ModelRef? found, out string problem);
            Assert.Equal(refusal == StoreRefusal.None, found is not null);
            Assert.Equal(refusal == StoreRefusal.None, problem.Length == 0);
        },
        iter: 300,
        threads: 1);

    private static void Damage(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.Write(bytes);
    }
}
