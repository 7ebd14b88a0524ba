using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>A robot's model is promoted in its store while the stage decides: taken, proved or given back, on the record.</summary>
public sealed class ModelRolloutTests : IDisposable
{
    private const int MostSteps = 200_000;

    private readonly StoreFolder _folder = new();
    private readonly ModelStore _store;
    private readonly Clock _clock = new();
    private readonly Frames _frames = new();
    private readonly Classification _decision = new();
    private ModelSlot? _slot;
    private GraspStabilityStage? _stage;
    private ModelRollout? _rollout;
    private int _reading;

    public ModelRolloutTests()
    {
        _store = _folder.Open();
        Add("a", 0.001f, 0.1f);
    }

    public void Dispose()
    {
        _rollout?.Dispose();
        _slot?.Current.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rollout_OfAPromotedGeneration_SwapsProvesAndSettles()
    {
        Begin();
        Add("b", 0.001f, 0.2f);
        Decide(200);
        string before = Digest();
        Assert.Equal(StoreRefusal.None, _store.Promote("grasp", 2, "a test", null, out _));
        Until(RolloutState.Offered);
        Decide(1);
        Assert.NotEqual(before, Digest());
        Assert.Equal(StoreFolder.Find(_store).Running.Running.Model, Digest());
        Until(RolloutState.Proving);
        Until(RolloutState.Settled);
        Assert.Equal((2, 2), (_rollout!.Generation, StoreFolder.Find(_store).Current));
        Assert.Equal([StoreEvent.Added, StoreEvent.Added, StoreEvent.Promoted, StoreEvent.Swapped, StoreEvent.Passed], _store.Log.Select(static line => line.Event));
        Assert.Equal([HealthCode.ModelSwapped, HealthCode.ModelJudged], _frames.Codes);
        Assert.Contains("model 'grasp' runs generation 2, sha256 ", _frames.Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Rollout_OfOneThatAnswersOtherwise_GoesBackOnTheRecord()
    {
        Begin();
        Add("b", -0.001f, 0.1f);
        Decide(200);
        string before = Digest();
        _store.Promote("grasp", 2, "a test", null, out _);
        Until(RolloutState.Proving);
        Until(RolloutState.GoingBack);
        Until(RolloutState.Settled);
        Decide(1);
        Assert.Equal(before, Digest());
        Assert.Equal((1, 1), (_rollout!.Generation, StoreFolder.Find(_store).Current));
        Assert.Equal([StoreEvent.Swapped, StoreEvent.Failed, StoreEvent.RolledBack], _store.Log.Skip(3).Select(static line => line.Event));
        Assert.Contains("agreement with the model before is", _store.Log.ElementAt(4).Why, StringComparison.Ordinal);
        Assert.Equal([HealthCode.ModelSwapped, HealthCode.ModelRolledBack, HealthCode.ModelRolledBack], _frames.Codes);

        // It is not taken a second time by itself, and is when somebody promotes it again.
        Decide(10);
        Assert.Equal(RolloutState.Settled, _rollout.State);
        _store.Promote("grasp", 2, "again", null, out _);
        Until(RolloutState.Proving);
    }

    [Fact]
    public void Rollout_OfOneThatIsSlower_GoesBack()
    {
        Begin();
        Add("b", 0.001f, 0.2f);
        Decide(200);
        _store.Promote("grasp", 2, "a test", null, out _);
        Until(RolloutState.Proving);
        _clock.Step = 5_000;
        Until(RolloutState.GoingBack);
        Until(RolloutState.Settled);
        Assert.Equal(1, StoreFolder.Find(_store).Current);
        Assert.Contains("latency p50, ratio is 5 where at most 1.5", _store.Log.First(static line => line.Event == StoreEvent.Failed).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Rollout_OfOneThatFails_GoesBackAtOnce()
    {
        Begin();
        Add("b", 0.001f, float.NaN);
        Decide(200);
        _store.Promote("grasp", 2, "a test", null, out _);
        Until(RolloutState.Proving);
        Until(RolloutState.GoingBack);
        Assert.InRange(_reading, 200, 300);
        Until(RolloutState.Settled);
        Assert.Equal(StageOutcome.Decided, Decide(1));
    }

    [Fact]
    public void Rollout_OfOneWithOtherClasses_IsRefusedOnceAndNothingChanges()
    {
        Begin();
        Add("b", 0.001f, 0.2f, "\"stable\", \"slip\"");
        Decide(10);
        string before = Digest();
        _store.Promote("grasp", 2, "a test", null, out _);
        Decide(10);
        Assert.Equal((RolloutState.Settled, before), (_rollout!.State, Digest()));
        StoreRecord line = Assert.Single(_store.Log, static line => line.Event == StoreEvent.NotSwapped);
        Assert.Contains("tells stable, slip where 'probabilities' tells slip, stable", line.Why, StringComparison.Ordinal);
        Assert.Equal([HealthCode.ModelRefused], _frames.Codes);
    }

    [Fact]
    public void Rollout_OfADamagedOne_IsRefusedAndNothingChanges()
    {
        Begin();
        Add("b", 0.001f, 0.2f);
        string model = StoreFolder.Find(_store).GenerationOf(2)!.Running.Model;
        string path = Path.Combine(_folder.Folder, "objects", "sha256", model[..2], model[2..]);
        File.Delete(path);
        File.WriteAllBytes(path, [1, 2, 3]);
        Directory.Delete(Path.Combine(_folder.Folder, "views"), recursive: true);
        _store.Promote("grasp", 2, "a test", null, out _);
        Decide(10);
        Assert.Equal(RolloutState.Settled, _rollout!.State);
        Assert.Contains("its SHA-256 is", Assert.Single(_store.Log, static line => line.Event == StoreEvent.NotSwapped).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Rollout_OfAProposedGeneration_IsShadowedThenPromoted()
    {
        Begin();
        Add("b", 0.001f, 0.2f);
        Assert.Equal(StoreRefusal.None, _store.Propose("grasp", 2, out _));
        string before = Digest();
        Until(RolloutState.Shadowing);
        Decide(1);
        Assert.Equal(before, Digest());
        Until(RolloutState.Offered);
        Until(RolloutState.Proving);
        Until(RolloutState.Settled);
        Assert.Equal(2, StoreFolder.Find(_store).Current);
        Assert.NotNull(_store.Log.Single(static line => line.Event == StoreEvent.Promoted).Verdict);
    }

    [Fact]
    public void Rollout_OfAProposedOneThatAnswersOtherwise_IsHeldBackInTheShadow()
    {
        Begin();
        Add("b", -0.001f, 0.1f);
        _store.Propose("grasp", 2, out _);
        Until(RolloutState.Shadowing);
        Until(RolloutState.Settled);
        Decide(10);
        ModelRef found = StoreFolder.Find(_store);
        Assert.Equal((1, null), (found.Current, found.Candidate));
        Assert.Equal([StoreEvent.Proposed, StoreEvent.Failed], _store.Log.Skip(2).Select(static line => line.Event));
        Assert.Equal([HealthCode.ModelJudged], _frames.Codes);
    }

    [Fact]
    public void Rollout_OfTheSameGraphUnderAnotherCard_IsTakenToo()
    {
        Begin();
        string source = GraspModel.Write(Path.Combine(_folder.Root, "c"), 0.001f, 0.1f);
        string card = Path.Combine(source, ModelCard.FileName);
        File.WriteAllText(card, File.ReadAllText(card).Replace("{ \"format\"", "{ \"task\": \"the same\", \"format\"", StringComparison.Ordinal));
        StoreFolder.Add(_store, source);
        _store.Promote("grasp", 2, "a test", null, out _);
        Until(RolloutState.Offered);
        Until(RolloutState.Settled);
        Assert.Equal("the same", _slot!.Current.Card.Task);
    }

    [Fact]
    public void Rollout_OfAChosenVariantThatAnswersOtherwise_ChoosesTheOneBefore()
    {
        Begin();
        Add("b", 0.001f, 0.2f);
        _store.Promote("grasp", 2, "a test", null, out _);
        Until(RolloutState.Offered);
        Until(RolloutState.Settled);
        StoreFolder.Add(_store, GraspModel.Write(Path.Combine(_folder.Root, "v"), -0.001f, 0.1f), variant: "int8");
        Assert.Equal(StoreRefusal.None, _store.Choose("grasp", 2, "int8", [], out _));
        Until(RolloutState.GoingBack);
        Until(RolloutState.Settled);
        ModelRef found = StoreFolder.Find(_store);
        Assert.Equal((2, "original"), (found.Current, found.Running.Chosen));
    }

    [Fact]
    public void Rollout_RolledBackByHandWhileItProvesItself_GoesBackAtOnce()
    {
        Begin();
        Add("b", 0.001f, 0.2f);
        string before = Digest();
        _store.Promote("grasp", 2, "a test", null, out _);
        Until(RolloutState.Proving);
        _store.Rollback("grasp", "by hand", out _, out _);
        _rollout!.Look();
        Assert.Equal(RolloutState.GoingBack, _rollout.State);
        Until(RolloutState.Settled);
        Decide(1);
        Assert.Equal((1, before), (StoreFolder.Find(_store).Current, Digest()));
    }

    [Fact]
    public void Rollout_RolledBackByHandBeforeItIsTaken_IsWithdrawn()
    {
        Begin();
        Add("b", 0.001f, 0.2f);
        string before = Digest();
        _store.Promote("grasp", 2, "a test", null, out _);
        _rollout!.Look();
        Assert.Equal(RolloutState.Offered, _rollout.State);
        _store.Rollback("grasp", "by hand", out _, out _);
        _rollout.Look();
        Assert.Equal(RolloutState.Settled, _rollout.State);
        Decide(1);
        Assert.Equal(before, Digest());
    }

    [Fact]
    public void Rollout_ThatGoesBackWhileAnotherWrites_MovesTheRefLater()
    {
        Begin();
        Add("b", -0.001f, 0.1f);
        Decide(200);
        _store.Promote("grasp", 2, "a test", null, out _);
        Until(RolloutState.GoingBack);
        using (new FileStream(Path.Combine(_folder.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Until(RolloutState.Settled);
            Decide(10);
            Assert.Equal((RolloutState.Settled, 2), (_rollout!.State, StoreFolder.Find(_store).Current));
        }

        Decide(1);
        Assert.Equal(1, StoreFolder.Find(_store).Current);
    }

    private void Add(string name, float weight, float bias, string labels = "\"slip\", \"stable\"") =>
        StoreFolder.Add(_store, GraspModel.Write(Path.Combine(_folder.Root, name), weight, bias, labels));

    private void Begin()
    {
        Assert.Equal(StoreRefusal.None, _store.OpenModel("grasp", new ModelOptions(), out Model? model, out int generation, out _));
        _slot = new ModelSlot(model!);
        _stage = new GraspStabilityStage(_slot);
        HealthLog health = new(1, FrameFlags.None, _frames, _clock);
        health.Add(_frames);
        _rollout = new ModelRollout(_store, "grasp", new RunningVariant(generation, StoreFolder.Find(_store).Running.Running), _slot, Open, static _ => null, new RolloutOptions { Inferences = 200, Gate = new ModelGate { MinInputs = 50 } }, health, _clock);
    }

    private OpenedModel Open(StoredVariant variant)
    {
        _store.OpenModel(variant, new ModelOptions(), out Model? model, out string problem);
        return new OpenedModel(model, problem);
    }

    private string Digest()
    {
        if (_reading == 0)
        {
            Decide(1);
        }

        return Convert.ToHexStringLower(_decision.ModelDigest);
    }

    private StageOutcome Decide(int count)
    {
        StageOutcome outcome = StageOutcome.Unusable;
        for (int each = 0; each < count; each++)
        {
            // Taxels of even places against those of odd ones: the classes change places as readings come.
            int[] values = [.. Enumerable.Range(0, 72).Select(taxel => 2400 + (taxel % 2 == _reading % 2 ? 60 : 0))];
            outcome = _stage!.Process(Readings.Of(Readings.Taxels(values), _reading, _reading), _decision, out _);
            _reading++;
            _rollout!.Look();
        }

        return outcome;
    }

    /// <summary>Decides until the rollout is at something. The shadow answers when it comes to it; the bound is one of patience only.</summary>
    private void Until(RolloutState state)
    {
        for (int step = 0; step < MostSteps && _rollout!.State != state; step++)
        {
            if (state == RolloutState.Offered && _rollout.State == RolloutState.Settled)
            {
                _rollout.Look();
            }
            else
            {
                Decide(1);
            }

            Thread.Yield();
        }

        Assert.Equal(state, _rollout!.State);
    }

    /// <summary>Goes on by a step whenever a thread reads it, on each thread by itself: how long something takes hangs on nothing but how often it looks.</summary>
    private sealed class Clock : IClock, IDisposable
    {
        private readonly ThreadLocal<long> _now = new();

        public long Step { get; set; } = 1000;

        public long Nanoseconds => _now.Value += Step;

        public void Dispose() => _now.Dispose();
    }

    private sealed class Frames : IFrameSink, IHealthObserver
    {
        public List<HealthCode> Codes { get; } = [];

        public List<string> Texts { get; } = [];

        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
        {
        }

        public void Observe(HealthCode code, bool isActive, LogRecord record)
        {
            Codes.Add(code);
            Texts.Add(record.Text.ToString());
        }
    }
}
