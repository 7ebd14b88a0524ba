using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// The hand's part of each cycle: open, closes on the object at 2.0-2.1 s, holds and lifts it from 2.6-2.7 s, loses grip at
/// 6.0-6.3 s, lets go 1.2 s later. Every method is a pure function of the seed and of time.
/// </summary>
internal sealed class GraspStory(ulong seed)
{
    public const int ElectrodeCount = 12;

    private const ulong TimeSalt = 0x6772_6173_7031;
    private const ulong ContactSalt = 0x6772_6173_7032;
    private const int ForcePoints = 7;

    // A fingertip takes this long from first contact to full contact; the touch counts from the middle.
    private const long ContactRamp = 80 * SceneTime.Millisecond;

    public GraspState GraspAt(long t)
    {
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0 || t < StableStart(cycle) || t >= Release(cycle))
        {
            return GraspState.None;
        }

        return t < SlipStart(cycle) ? GraspState.Stable : GraspState.Slip;
    }

    /// <summary>How far an electrode is covered, 0 to 1.</summary>
    public double ContactAt(long t, int electrode)
    {
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0 || !InContact(cycle, electrode))
        {
            return 0;
        }

        double closing = Ramp(t - TouchStart(cycle, electrode));
        double opening = Ramp(t - TouchEnd(cycle, electrode));
        return closing - opening;
    }

    public bool TouchedAt(long t, int electrode)
    {
        long cycle = SceneTime.CycleOf(t);
        return cycle >= 0 && InContact(cycle, electrode) && t >= TouchStart(cycle, electrode) && t < TouchEnd(cycle, electrode);
    }

    public bool AnyTouchedAt(long t)
    {
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0)
        {
            return false;
        }

        (long start, long end) = TouchSpan(cycle);
        return t >= start && t < end;
    }

    public double ForceAt(long t)
    {
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0)
        {
            return 0;
        }

        Span<long> times = stackalloc long[ForcePoints];
        Span<double> forces = stackalloc double[ForcePoints];
        ForceProfile(cycle, times, forces);
        for (int point = 1; point < ForcePoints; point++)
        {
            if (t < times[point])
            {
                double share = Math.Max(0, t - times[point - 1]) / (double)(times[point] - times[point - 1]);
                return forces[point - 1] + (share * (forces[point] - forces[point - 1]));
            }
        }

        return 0;
    }

    public long DistanceToGraspChange(long t)
    {
        long distance = SceneTime.Never;
        long current = SceneTime.CycleOf(t);
        for (long cycle = Math.Max(0, current - 1); cycle <= current + 1; cycle++)
        {
            distance = SceneTime.Nearer(distance, t, StableStart(cycle));
            distance = SceneTime.Nearer(distance, t, SlipStart(cycle));
            distance = SceneTime.Nearer(distance, t, Release(cycle));
        }

        return distance;
    }

    public long DistanceToTouchChange(long t)
    {
        long distance = SceneTime.Never;
        long current = SceneTime.CycleOf(t);
        for (long cycle = Math.Max(0, current - 1); cycle <= current + 1; cycle++)
        {
            (long start, long end) = TouchSpan(cycle);
            distance = SceneTime.Nearer(SceneTime.Nearer(distance, t, start), t, end);
        }

        return distance;
    }

    /// <summary>The distance to the nearest instant at which the force passes a threshold, either way.</summary>
    public long DistanceToForceCrossing(long t, double threshold)
    {
        long distance = SceneTime.Never;
        long current = SceneTime.CycleOf(t);
        Span<long> times = stackalloc long[ForcePoints];
        Span<double> forces = stackalloc double[ForcePoints];
        for (long cycle = Math.Max(0, current - 1); cycle <= current + 1; cycle++)
        {
            ForceProfile(cycle, times, forces);
            for (int point = 1; point < ForcePoints; point++)
            {
                double before = forces[point - 1];
                double after = forces[point];
                if ((before < threshold) != (after < threshold))
                {
                    double share = (threshold - before) / (after - before);
                    long crossing = times[point - 1] + (long)(share * (times[point] - times[point - 1]));
                    distance = SceneTime.Nearer(distance, t, crossing);
                }
            }
        }

        return distance;
    }

    private static double Ramp(long sinceMiddle) => Math.Clamp(0.5 + (sinceMiddle / (double)ContactRamp), 0, 1);

    private long CloseStart(long cycle) => SceneTime.StartOf(cycle) + (2 * SceneTime.Second) + Jitter(cycle, 0, 100);

    private long StableStart(long cycle) => CloseStart(cycle) + (600 * SceneTime.Millisecond);

    private long SlipStart(long cycle) => SceneTime.StartOf(cycle) + (6 * SceneTime.Second) + Jitter(cycle, 1, 300);

    private long Release(long cycle) => SlipStart(cycle) + (1200 * SceneTime.Millisecond);

    private long Jitter(long cycle, int parameter, int milliseconds) =>
        (long)(RandomStream.UniformAt(seed ^ TimeSalt, cycle, parameter) * milliseconds * SceneTime.Millisecond);

    // The tips of thumb, forefinger and middle finger always meet the object; each other electrode does in half of the cycles.
    private bool InContact(long cycle, int electrode) =>
        electrode % 4 == 0 || RandomStream.UniformAt(seed ^ ContactSalt, cycle, electrode) < 0.5;

    private long TouchStart(long cycle, int electrode) => CloseStart(cycle) + ContactDelay(cycle, electrode, ElectrodeCount);

    private long TouchEnd(long cycle, int electrode) => Release(cycle) + ContactDelay(cycle, electrode, 2 * ElectrodeCount);

    private long ContactDelay(long cycle, int electrode, int offset) =>
        (ContactRamp / 2) + (long)(RandomStream.UniformAt(seed ^ ContactSalt, cycle, offset + electrode) * 80 * SceneTime.Millisecond);

    private (long Start, long End) TouchSpan(long cycle)
    {
        long start = long.MaxValue;
        long end = long.MinValue;
        for (int electrode = 0; electrode < ElectrodeCount; electrode++)
        {
            if (InContact(cycle, electrode))
            {
                start = Math.Min(start, TouchStart(cycle, electrode));
                end = Math.Max(end, TouchEnd(cycle, electrode));
            }
        }

        return (start, end);
    }

    private void ForceProfile(long cycle, Span<long> times, Span<double> forces)
    {
        double grip = 3 + (5 * RandomStream.UniformAt(seed ^ TimeSalt, cycle, 2));
        long close = CloseStart(cycle) + (ContactRamp / 2);
        long slip = SlipStart(cycle);
        long release = Release(cycle);
        times[0] = close;
        times[1] = close + (500 * SceneTime.Millisecond);
        times[2] = slip;
        times[3] = slip + (500 * SceneTime.Millisecond);
        times[4] = release;
        times[5] = release + (150 * SceneTime.Millisecond);
        times[6] = SceneTime.StartOf(cycle + 1);
        forces[0] = 0;
        forces[1] = grip;
        forces[2] = grip;
        forces[3] = 0.4 * grip;
        forces[4] = 0.4 * grip;
        forces[5] = 0;
        forces[6] = 0;
    }
}
