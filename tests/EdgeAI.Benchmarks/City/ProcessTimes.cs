using System.Globalization;

namespace EdgeAI.Benchmarks.City;

/// <summary>Processor times that processes of others have taken, from /proc (proc(5), "stat": times in ticks of 10 ms).</summary>
internal static class ProcessTimes
{
    private const double TicksPerSecond = 100;
    private const int UserTime = 11;

    /// <summary>A process's own, in seconds; with those of its children that have ended, if wanted. Nothing of one that is gone.</summary>
    public static double Of(string pid, bool withEnded = false)
    {
        try
        {
            // The name may have blanks and ends with the last bracket.
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[UserTime..(UserTime + (withEnded ? 4 : 2))].Sum(static field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>That of a process and all its children, in seconds.</summary>
    public static double OfTree(string pid)
    {
        try
        {
            return Of(pid, withEnded: true) + File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(static child => Of(child));
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
