using System.Globalization;

namespace EdgeAI.GatewayFleet;

/// <summary>
/// Hundreds of gateways in one process, for the city's tests and benchmarks. Says "ready" once their uplinks run; then answers each line of its input with the
/// counts: "add N" gives each gateway N records, "rate N BURST" N records a second over all of them from now on, "keep N" as many as it takes that N wait with
/// each, "rate 0 1" none, "status" changes nothing; until its input ends.
/// </summary>
internal static class FleetProgram
{
    /// <summary>Runs it with the words of <see cref="FleetOptions"/>.</summary>
    public static int Run(string[] words) => RunAsync(FleetOptions.Parse(words)).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(FleetOptions options)
    {
        await using Fleet fleet = new(options);
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            Do(fleet, line);
            Console.WriteLine(fleet.Status());
        }

        return 0;
    }

    private static void Do(Fleet fleet, string line)
    {
        string[] words = line.Split(' ');
        int[] numbers = [.. words.Skip(1).Select(static word => int.Parse(word, CultureInfo.InvariantCulture))];
        switch (words[0], numbers)
        {
            case ("add", [var each]):
                fleet.Add(each);
                break;
            case ("rate", [var rate, var burst]):
                fleet.Rate(rate, burst);
                break;
            case ("keep", [var waiting]):
                fleet.Keep(waiting);
                break;
            case ("status", []):
                break;
            default:
                throw new FormatException($"'{line}' is not known: use add N, rate N BURST, keep N or status");
        }
    }
}
