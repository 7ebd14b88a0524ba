using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// A person crosses the thermal array's field once a cycle, in 3 s from 4.0-5.5 s on, from a side that is drawn. The body is an
/// upright blob; a pixel counts as covered where the body makes up half of what it sees or more.
/// </summary>
internal sealed class PersonStory(ulong seed)
{
    public const int Columns = 8;
    public const int Rows = 8;
    public const double BackgroundCelsius = 22;

    private const ulong Salt = 0x7065_7273_6F6E;
    private const ulong NoiseSalt = 0x7068_6E6F_6973;
    private const long CrossingNanoseconds = 3 * SceneTime.Second;

    // From out of the field on one side to out of it on the other, in pixels.
    private const double FirstX = -3;
    private const double LastX = Columns + 2;
    private const double MiddleY = (Rows - 1) / 2.0;
    private const double HalfWidth = 2.6;
    private const double HalfHeight = 6;

    // By symmetry the body leaves the field as far beyond the last column as it entered it before the first.
    private static readonly double EntryX = FindEntry();

    /// <summary>How many pixels the body covers.</summary>
    public int CoveredPixelsAt(long t) => TryPosition(t, out double x) ? CoveredAtPosition(x) : 0;

    /// <summary>How much of what a pixel sees the body makes up, 0 to 1.</summary>
    public double ShareAt(long t, int pixel) => TryPosition(t, out double x) ? Share(pixel % Columns, pixel / Columns, x) : 0;

    public bool PresentAt(long t)
    {
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0)
        {
            return false;
        }

        (long appears, long disappears) = PresenceIn(cycle);
        return t >= appears && t < disappears;
    }

    /// <summary>When the person becomes present in a cycle, and when no longer.</summary>
    public (long Appears, long Disappears) PresenceIn(long cycle)
    {
        long enter = Enter(cycle);
        double share = (EntryX - FirstX) / (LastX - FirstX);
        long margin = (long)(share * CrossingNanoseconds);
        return (enter + margin, enter + CrossingNanoseconds - margin);
    }

    public long DistanceToChange(long t)
    {
        long distance = SceneTime.Never;
        long current = SceneTime.CycleOf(t);
        for (long cycle = Math.Max(0, current - 1); cycle <= current + 1; cycle++)
        {
            (long appears, long disappears) = PresenceIn(cycle);
            distance = SceneTime.Nearer(SceneTime.Nearer(distance, t, appears), t, disappears);
        }

        return distance;
    }

    /// <summary>What a pixel sees, noise included: the AMG8833's NETD is 0.16 degC at 10 frames per second (data sheet, "Characteristics").</summary>
    public double PixelAt(long t, int pixel)
    {
        double sigma = 0.1 + (0.15 * RandomStream.UniformAt(seed ^ NoiseSalt, -1, pixel));
        RandomStream noise = RandomStream.For(seed ^ NoiseSalt, t, pixel);
        double celsius = BackgroundCelsius + (sigma * noise.NextNormal());
        if (TryPosition(t, out double x))
        {
            double skin = 30 + (4 * RandomStream.UniformAt(seed ^ Salt, SceneTime.CycleOf(t), 2));
            celsius += (skin - BackgroundCelsius) * Share(pixel % Columns, pixel / Columns, x);
        }

        return celsius;
    }

    private static double Share(int column, int row, double x) => Bump((column - x) / HalfWidth) * Bump((row - MiddleY) / HalfHeight);

    private static double Bump(double distance)
    {
        double inside = Math.Max(0, 1 - (distance * distance));
        return inside * inside;
    }

    private static int CoveredAtPosition(double x)
    {
        int covered = 0;
        for (int pixel = 0; pixel < Columns * Rows; pixel++)
        {
            covered += Share(pixel % Columns, pixel / Columns, x) >= 0.5 ? 1 : 0;
        }

        return covered;
    }

    private static double FindEntry()
    {
        double outside = FirstX;
        double inside = 0;
        for (int step = 0; step < 60; step++)
        {
            double middle = (outside + inside) / 2;
            if (CoveredAtPosition(middle) >= Scene.PersonPixels)
            {
                inside = middle;
            }
            else
            {
                outside = middle;
            }
        }

        return inside;
    }

    private long Enter(long cycle) =>
        SceneTime.StartOf(cycle) + (4 * SceneTime.Second) + (long)(RandomStream.UniformAt(seed ^ Salt, cycle, 0) * 1.5 * SceneTime.Second);

    private bool TryPosition(long t, out double x)
    {
        x = FirstX;
        long cycle = SceneTime.CycleOf(t);
        if (cycle < 0)
        {
            return false;
        }

        long since = t - Enter(cycle);
        if (since < 0 || since >= CrossingNanoseconds)
        {
            return false;
        }

        x = FirstX + ((LastX - FirstX) * since / CrossingNanoseconds);
        if (RandomStream.UniformAt(seed ^ Salt, cycle, 1) < 0.5)
        {
            x = Columns - 1 - x;
        }

        return true;
    }
}
