using EdgeAI.Device.Time;

namespace EdgeAI.Benchmarks.Load;

/// <summary>The three sensors' clockwork: calls each at its own rate from one thread, as boards would.</summary>
/// <param name="clock">The timeline.</param>
/// <param name="torque">Makes a torque reading: 1 kHz.</param>
/// <param name="tactile">Makes a tactile reading: 500 Hz.</param>
/// <param name="camera">Makes a picture: 30 Hz.</param>
internal sealed class LoadSource(IClock clock, Action<long> torque, Action<long> tactile, Action<long> camera)
{
    /// <summary>Runs until the time is over. What came due while the thread could not run is made at once.</summary>
    public void Run(TimeSpan duration)
    {
        (long Period, long Due, Action<long> Make)[] sensors = [(1_000_000, 0, torque), (2_000_000, 0, tactile), (33_333_333, 0, camera)];
        long start = clock.Nanoseconds;
        long end = start + (long)duration.TotalNanoseconds;
        for (int sensor = 0; sensor < sensors.Length; sensor++)
        {
            sensors[sensor].Due = start;
        }

        long now;
        while ((now = clock.Nanoseconds) < end)
        {
            long next = long.MaxValue;
            for (int sensor = 0; sensor < sensors.Length; sensor++)
            {
                while (sensors[sensor].Due <= now)
                {
                    sensors[sensor].Make(clock.Nanoseconds);
                    sensors[sensor].Due += sensors[sensor].Period;
                }

                next = Math.Min(next, sensors[sensor].Due);
            }

            PreciseSleep.For(next - clock.Nanoseconds);
        }
    }
}
