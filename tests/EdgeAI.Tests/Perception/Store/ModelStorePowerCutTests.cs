using EdgeAI.Perception.Store;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>The power ends before each single step of each change: the store is what it was or what it was to become, whole.</summary>
public sealed class ModelStorePowerCutTests
{
    private static readonly Action<ModelStore, string>[] Changes =
    [
        static (store, source) => StoreFolder.Add(store, source),
        static (store, source) => store.Promote("grasp", 2, "a test", null, out _),
        static (store, source) => store.Rollback("grasp", "a test", out _, out _),
        static (store, source) => store.Prune(1, out _, out _),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Store_PowerEndsAtAnyStep_IsWholeAndGoesOn(int change)
    {
        int steps = 0;
        int cuts = 0;
        bool isDone = false;
        while (!isDone)
        {
            using StoreFolder folder = new();
            string next = Prepare(folder, change);
            ModelRef before = StoreFolder.Find(folder.Open());
            DyingDisk disk = new(steps, seed: steps);
            isDone = !EndsInACut(() => Changes[change](folder.Open(disk), next));
            cuts += isDone ? 0 : 1;
            steps++;

            ModelStore after = folder.Open();
            Assert.Empty(after.Verify(null));
            ModelRef found = StoreFolder.Find(after);
            Assert.Contains(found.Current, before.Generations.Select(static generation => generation.Number).Append(2));
            Assert.Equal(StoreRefusal.None, after.OpenModel("grasp", new(), out EdgeAI.Perception.Models.Model? model, out _, out string problem));
            Assert.Equal("", problem);
            model!.Dispose();

            // What was interrupted can be done again, and is on the record once.
            Changes[change](after, next);
            Assert.Equal(StoreRefusal.None, after.Prune(8, out _, out problem));
            Assert.Empty(after.Verify(null));
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Folder, "tmp")));
            Assert.Equal(after.Log.Count(), after.Log.DistinctBy(static record => (record.At, record.Event)).Count());
        }

        Assert.InRange(cuts, 5, 500);
    }

    [Fact]
    public void Store_WithoutSync_LosesWhatItAcknowledged()
    {
        // That the cuts above can show a loss: without a sync, an object's name may hold half of its bytes.
        int damaged = 0;
        for (int seed = 0; seed < 12 && damaged == 0; seed++)
        {
            using StoreFolder folder = new();
            DyingDisk disk = new(int.MaxValue, seed, syncs: false);
            ModelStore store = folder.Open(disk);
            int all = disk.Steps;
            StoreFolder.Add(store, folder.Source("first"));
            all = disk.Steps - all;
            using StoreFolder again = new();
            ModelStore short1 = again.Open(new DyingDisk(all, seed, syncs: false));
            EndsInACut(() =>
            {
                StoreFolder.Add(short1, again.Source("first"));
                short1.Prune(1, out _, out _);
            });
            damaged += ModelStore.Open(again.Folder, create: false, new StoreOptions(), again.Time, out ModelStore? cut, out _) != StoreRefusal.None || cut!.Names().Count == 0 || cut.Verify(null).Count > 0 ? 1 : 0;
        }

        Assert.NotEqual(0, damaged);
    }

    private static string Prepare(StoreFolder folder, int change)
    {
        ModelStore store = folder.Open();
        StoreFolder.Add(store, folder.Source("first"));
        if (change > 0)
        {
            StoreFolder.Add(store, folder.Source("second"));
        }

        if (change > 1)
        {
            store.Promote("grasp", 2, "a test", null, out _);
        }

        if (change > 2)
        {
            StoreFolder.Add(store, folder.Source("third"));
            store.Promote("grasp", 3, "a test", null, out _);
            store.Promote("grasp", 2, "a test", null, out _);
        }

        return folder.Source("next");
    }

    private static bool EndsInACut(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (PowerCutException)
        {
            return true;
        }
    }
}
