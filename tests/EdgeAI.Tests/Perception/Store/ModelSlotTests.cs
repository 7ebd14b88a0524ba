using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Perception.Store;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Perception.Store;

public sealed class ModelSlotTests : IDisposable
{
    private static readonly int[] Values = [.. Enumerable.Range(0, 72).Select(static taxel => 2400 + (taxel * 37 % 900))];

    private readonly string _root = Directory.CreateTempSubdirectory("edgeai-slot-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Slot_SwappedUnderLoad_LosesNoDecisionAndAllocatesNothingOnTheGraphThread()
    {
        const int swaps = 40;
        using Model first = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "a"), 0.001f, 0.1f));
        using Model second = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "b"), 0.001f, 0.2f));
        ModelSlot slot = new(first);
        GraspStabilityStage stage = new(slot);
        Classification decision = new();
        Sample<TactileArray> sample = Readings.Of(Readings.Taxels(Values), 0, 0);
        bool ends = false;
        long asked = 0;
        long decided = 0;
        long others = 0;
        long changes = 0;
        long allocated = -1;
        byte last = first.Digest[0];
        Assert.NotEqual(first.Digest[0], second.Digest[0]);
        Thread graph = new(() =>
        {
            for (int warm = 0; warm < 100; warm++)
            {
                stage.Process(sample, decision, out _);
            }

            AllocationMeter meter = AllocationMeter.Start();
            while (!Volatile.Read(ref ends))
            {
                decided += stage.Process(sample, decision, out _) == StageOutcome.Decided ? 1 : 0;
                byte model = decision.ModelDigest[0];
                others += model != first.Digest[0] && model != second.Digest[0] ? 1 : 0;
                changes += model != last ? 1 : 0;
                last = model;
                Volatile.Write(ref asked, asked + 1);
            }

            Volatile.Write(ref allocated, meter.Bytes);
        });
        graph.Start();
        for (int swap = 0; swap < swaps; swap++)
        {
            Model next = swap % 2 == 0 ? second : first;
            Model before = swap % 2 == 0 ? first : second;
            Assert.True(slot.TryOffer(next));
            Model? retired;
            SpinWait wait = default;
            while (!slot.TryCollect(out retired))
            {
                wait.SpinOnce();
            }

            Assert.Same(before, retired);
            Assert.Same(next, slot.Current);

            // Whatever was asked from here on is asked of the new one: let some be.
            long from = Volatile.Read(ref asked);
            while (Volatile.Read(ref asked) < from + 3)
            {
                wait.SpinOnce();
            }
        }

        Volatile.Write(ref ends, true);
        graph.Join();
        Assert.Equal(0, allocated);
        Assert.Equal(asked, decided);
        Assert.Equal(0, others);
        Assert.Equal(swaps, changes);
    }

    [Fact]
    public void Slot_OfferedTwice_HoldsTwoModelsAtMost()
    {
        using Model first = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "a"), 0.001f, 0.1f));
        using Model second = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "b"), 0.001f, 0.2f));
        ModelSlot slot = new(first);
        Assert.True(slot.TryOffer(second));
        Assert.False(slot.TryOffer(first));
        Assert.Same(first, slot.Current);
        Assert.Same(second, slot.Withdraw());
        Assert.Null(slot.Withdraw());
        Assert.Same(first, slot.Take());
        Assert.True(slot.TryOffer(second));
        Assert.Same(second, slot.Take());
        Assert.False(slot.TryOffer(first));
        Assert.True(slot.TryCollect(out Model? retired));
        Assert.Same(first, retired);
        Assert.True(slot.TryOffer(first));
    }

    [Fact]
    public void Slot_WithAShadow_AllocatesNothingOnTheGraphThread()
    {
        using Model first = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "a"), 0.001f, 0.1f));
        using Model second = GraspModel.Open(GraspModel.Write(Path.Combine(_root, "b"), 0.001f, 0.2f));
        MonotonicClock clock = new();
        ModelSlot slot = new(first);
        using ShadowRun shadow = new(first, second, null, clock);
        LiveMeter meter = new(clock) { Shadow = shadow };
        slot.Tap = meter;
        GraspStabilityStage stage = new(slot);
        Classification decision = new();
        Sample<TactileArray> sample = Readings.Of(Readings.Taxels(Values), 0, 0);
        Assert.Equal(0, Allocation.Of(() => stage.Process(sample, decision, out _)));
        SpinWait wait = default;
        while (shadow.Compared == 0)
        {
            wait.SpinOnce();
        }

        Assert.Equal(550, meter.Durations.Count);
        Assert.Equal(1, shadow.Agreement);
        Assert.InRange(shadow.Distance, 0.001, 0.1);
        Assert.True(shadow.Ledger.IsBalanced);
    }
}
