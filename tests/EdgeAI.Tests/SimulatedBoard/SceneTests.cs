using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.Tests.SimulatedBoard;

public sealed class SceneTests
{
    private const long Millisecond = 1_000_000;
    private const int Cycles = 20;

    private readonly Scene _scene = new(20_261_101);

    public static TheoryData<TransitionKind> Kinds => [.. Enum.GetValues<TransitionKind>()];

    [Fact]
    public void Scene_SameSeed_IsTheSameToTheBit()
    {
        Assert.Equal(Fingerprint(new Scene(7)), Fingerprint(new Scene(7)));
        Assert.NotEqual(Fingerprint(new Scene(7)), Fingerprint(new Scene(8)));
    }

    [Fact]
    public void Scene_AskedInAnyOrder_GivesTheSame()
    {
        Scene other = new(_scene.Seed);
        foreach (long t in Instants(1).Reverse())
        {
            _ = other.PixelCelsius(t, 5);
        }

        Assert.All(Instants(1), t => Assert.Equal(_scene.PixelCelsius(t, 5), other.PixelCelsius(t, 5)));
    }

    [Fact]
    public void Scene_EachCycle_ShowsEverything()
    {
        for (long cycle = 0; cycle < Cycles; cycle++)
        {
            List<long> instants = [.. Enumerable.Range(0, 1000).Select(step => (cycle * Scene.CycleNanoseconds) + (step * 10 * Millisecond))];
            Assert.Contains(instants, t => _scene.Grasp(t) == GraspState.Stable);
            Assert.Contains(instants, t => _scene.Grasp(t) == GraspState.Slip);
            Assert.Contains(instants, _scene.PersonPresent);
            Assert.Contains(instants, t => !_scene.PersonPresent(t));
            Assert.Contains(instants, t => Enumerable.Range(0, Scene.ElectrodeCount).Count(electrode => _scene.Touched(t, electrode)) >= 3);
            Assert.InRange(instants.Max(_scene.GripForceNewton), 3, 8);
            Assert.Contains(instants, t => _scene.WrenchWindowAt(t) is { Activity: MotionActivity.ApproachToGrasp, Label: "obstruction" });
            Assert.Equal(5, instants.Select(t => _scene.WrenchWindowAt(t)?.Activity).OfType<MotionActivity>().Distinct().Count());
        }
    }

    [Fact]
    public void Grasp_WhateverItsState_AgreesWithTouchAndForce()
    {
        foreach (long t in Instants(Cycles))
        {
            GraspState grasp = _scene.Grasp(t);
            if (grasp != GraspState.None)
            {
                Assert.True(_scene.AnyTouched(t));
                Assert.InRange(_scene.GripForceNewton(t), 1.2, 8);
            }

            if (_scene.GripForceNewton(t) > 0.1 && grasp == GraspState.None)
            {
                // Closing takes 600 ms before the grasp counts as stable; letting go takes 150 ms after.
                Assert.InRange(_scene.TimeToNearestTransition(TransitionKind.Grasp, t), 0, 600 * Millisecond);
            }

            Assert.Equal(Enumerable.Range(0, Scene.ElectrodeCount).Any(electrode => _scene.Touched(t, electrode)), _scene.AnyTouched(t));
        }
    }

    [Fact]
    public void Slip_Begins_OnlyOutOfAStableGrasp()
    {
        GraspState before = GraspState.None;
        HashSet<(GraspState From, GraspState To)> changes = [];
        foreach (long t in Instants(Cycles))
        {
            GraspState now = _scene.Grasp(t);
            if (now != before)
            {
                changes.Add((before, now));
            }

            before = now;
        }

        Assert.Equal([(GraspState.None, GraspState.Stable), (GraspState.Stable, GraspState.Slip), (GraspState.Slip, GraspState.None)], changes);
    }

    [Fact]
    public void Person_Present_CoversAtLeastItsPixels()
    {
        foreach (long t in Instants(Cycles))
        {
            if (_scene.TimeToNearestTransition(TransitionKind.Person, t) > Millisecond)
            {
                Assert.Equal(_scene.PersonPresent(t), _scene.PersonCoveredPixels(t) >= Scene.PersonPixels);
            }
        }
    }

    [Fact]
    public void Person_InTheField_IsSeenBetweenThirtyAndThirtyFour()
    {
        for (long cycle = 0; cycle < Cycles; cycle++)
        {
            (long appears, long disappears) = _scene.PersonPresence(cycle);
            long middle = (appears + disappears) / 2;
            double warmest = Enumerable.Range(0, 64).Max(pixel => _scene.PixelCelsius(middle, pixel));
            Assert.InRange(warmest, 28, 35);
            Assert.InRange(disappears - appears, 1500 * Millisecond, 3000 * Millisecond);
        }
    }

    [Fact]
    public void Background_WithoutAPerson_Is22WithItsNoise()
    {
        double[] values = [.. Enumerable.Range(0, 2000).Select(step => _scene.PixelCelsius(step * Millisecond, 12))];
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(mean, 21.98, 22.02);
        Assert.InRange(deviation, 0.09, 0.26);
    }

    [Fact]
    public void Windows_OneAfterAnother_LeaveAtLeast150MillisecondsOfSilence()
    {
        for (long number = 0; number < 16 * Cycles; number++)
        {
            WrenchWindow window = _scene.WrenchWindowByNumber(number);
            WrenchWindow next = _scene.WrenchWindowByNumber(number + 1);
            Assert.True(next.StartNanoseconds - window.EndNanoseconds >= 150 * Millisecond);
            Assert.Equal(window, _scene.WrenchWindowAt(window.StartNanoseconds));
            Assert.Equal(window, _scene.WrenchWindowAt(window.Activity, window.EndNanoseconds - 1));
            Assert.Null(_scene.WrenchWindowAt(window.EndNanoseconds));
            Assert.Equal(window.Label, MotionLabels.Of(window.Activity)[window.LabelIndex]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Transition_Nearest_LiesWhereTheTruthChanges(TransitionKind kind)
    {
        long last = 0;
        foreach (long t in Instants(Cycles))
        {
            long distance = _scene.TimeToNearestTransition(kind, t);
            if (!Equals(Truth(kind, t), Truth(kind, last)))
            {
                Assert.InRange(distance, 0, t - last);
            }
            else if (distance > 0 && distance < 2_000_000_000)
            {
                Assert.True(
                    !Equals(Truth(kind, t - distance - 1), Truth(kind, t - distance + 1)) || !Equals(Truth(kind, t + distance - 1), Truth(kind, t + distance + 1)),
                    $"{kind} does not change {distance} ns from {t}");
            }

            last = t;
        }
    }

    [Fact]
    public void ForceCrossing_Nearest_LiesWhereTheForcePassesTheThreshold()
    {
        foreach (long t in Instants(5))
        {
            long distance = _scene.TimeToNearestForceCrossing(1.0, t);
            bool Above(long instant) => _scene.GripForceNewton(instant) >= 1.0;
            Assert.True(
                Above(t - distance - 1000) != Above(t - distance + 1000) || Above(t + distance - 1000) != Above(t + distance + 1000),
                $"the force does not pass 1 N {distance} ns from {t}");
        }
    }

    [Fact]
    public void Scene_BeforeItsStart_IsEmpty()
    {
        Assert.False(_scene.PersonPresent(-1));
        Assert.False(_scene.AnyTouched(-1));
        Assert.False(_scene.Touched(-1, 0));
        Assert.Equal(GraspState.None, _scene.Grasp(-1));
        Assert.Equal(0, _scene.GripForceNewton(-1));
        Assert.Null(_scene.WrenchWindowAt(-1));
        Assert.All(Enum.GetValues<TransitionKind>(), kind => Assert.True(_scene.TimeToNearestTransition(kind, -1) > 0));
    }

    [Fact]
    public void Queries_Always_AllocateNothing()
    {
        double sum = Ask(0);
        AllocationMeter meter = AllocationMeter.Start();
        for (long t = 0; t < 1000; t++)
        {
            sum += Ask(t * 10 * Millisecond);
        }

        Assert.Equal(0, meter.Bytes);
        Assert.NotEqual(0, sum);
    }

    private static IEnumerable<long> Instants(int cycles)
    {
        // Steps of 7 ms and a bit, so that nothing falls into step with the scene's round numbers.
        for (long t = 0; t < cycles * Scene.CycleNanoseconds; t += 7_003_001)
        {
            yield return t;
        }
    }

    private static ulong Fingerprint(Scene scene)
    {
        ulong hash = 14695981039346656037;
        foreach (long t in Instants(2))
        {
            foreach (double value in (double[])
                     [
                         scene.PixelCelsius(t, 30), scene.Picofarads(t, 4), scene.MillivoltsPerVolt(t), (double)scene.Grasp(t),
                         scene.PersonCoveredPixels(t), scene.WrenchWindowAt(t)?.LabelIndex ?? -1,
                     ])
            {
                hash = (hash ^ (ulong)BitConverter.DoubleToInt64Bits(value)) * 1099511628211;
            }
        }

        return hash;
    }

    private object? Truth(TransitionKind kind, long t) => kind switch
    {
        TransitionKind.Person => _scene.PersonPresent(t),
        TransitionKind.Touch => _scene.AnyTouched(t),
        TransitionKind.Grasp => _scene.Grasp(t),
        _ => _scene.WrenchWindowAt(t)?.Number,
    };

    private double Ask(long t) =>
        _scene.PixelCelsius(t, 3) + _scene.Picofarads(t, 2) + _scene.MillivoltsPerVolt(t) + _scene.TimeToNearestTransition(TransitionKind.Touch, t)
        + _scene.TimeToNearestTransition(TransitionKind.Wrench, t) + _scene.TimeToNearestForceCrossing(1, t) + (_scene.PersonPresent(t) ? 1 : 0)
        + (_scene.WrenchWindowAt(t)?.LabelIndex ?? 0) + (_scene.AnyTouched(t) ? 1 : 0) + (double)_scene.Grasp(t);
}
