namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>A turn from rest to rest without a jump in acceleration: 10 u^3 - 15 u^4 + 6 u^5.</summary>
internal static class MinimumJerk
{
    /// <summary>Where a turn stands at an instant, in radians and seconds.</summary>
    /// <param name="t">The instant, in nanoseconds.</param>
    /// <param name="start">When the turn begins.</param>
    /// <param name="end">When it ends.</param>
    /// <param name="from">The angle before it.</param>
    /// <param name="by">How far it goes.</param>
    public static (double Angle, double Rate, double Acceleration) Turn(long t, long start, long end, double from, double by)
    {
        double seconds = (end - start) * 1e-9;
        double u = Math.Clamp((t - start) / (double)(end - start), 0, 1);
        double angle = u * u * u * (10 + (u * ((6 * u) - 15)));
        double rate = 30 * u * u * (1 - u) * (1 - u) / seconds;
        double acceleration = 60 * u * (1 - u) * (1 - (2 * u)) / (seconds * seconds);
        return (from + (by * angle), by * rate, by * acceleration);
    }
}
