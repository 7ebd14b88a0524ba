using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Runtime.Time;

/// <summary>
/// A board's clock on a crystal that is off by a constant and wanders with its temperature: seen from a true one, the rate is a mean and a
/// sine, and the reading is cut to the counter's step.
/// </summary>
internal sealed class DriftingClock(IClock truth, long origin, double meanPpm, double wanderPpm, double wanderSeconds, double phase, long resolution) : IClock
{
    private readonly long _start = truth.Nanoseconds;

    public long Nanoseconds
    {
        get
        {
            long elapsed = truth.Nanoseconds - _start;
            double seconds = elapsed / 1e9;
            double turns = 2 * Math.PI / wanderSeconds;
            double gain = 1_000 * ((meanPpm * seconds) + (wanderPpm / turns * (Math.Cos(phase) - Math.Cos((turns * seconds) + phase))));
            long reading = origin + elapsed + (long)gain;
            return reading - (reading % resolution);
        }
    }

    /// <summary>A clock within 200 ppm of the true one (two crystals, 100 ppm each) whose rate changes by at most 0.95 ppm in a second.</summary>
    public static DriftingClock Any(IClock truth, long origin, Random random)
    {
        double seconds = 10 + (random.NextDouble() * 600);
        double wander = Math.Min(60, 0.95 * seconds / (2 * Math.PI)) * random.NextDouble();
        double mean = (200 - wander) * ((2 * random.NextDouble()) - 1);
        return new DriftingClock(truth, origin, mean, wander, seconds, random.NextDouble() * 2 * Math.PI, resolution: 1_000);
    }
}
