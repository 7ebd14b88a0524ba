using System.Globalization;

namespace EdgeAI.Benchmarks.City;

/// <summary>What the city's benchmarks are told on the command line.</summary>
internal sealed record CityBenchmarkOptions
{
    /// <summary>The simulated gateways, over all processes.</summary>
    public int Gateways { get; init; } = 1000;

    /// <summary>The processes that they share.</summary>
    public int Processes { get; init; } = 3;

    /// <summary>The receivers, one case for each.</summary>
    public IReadOnlyList<int> Receivers { get; init; } = [1, 2, 3];

    /// <summary>How long each case is measured, or how long the outage lasts.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Over all gateways, in records a second; of the outage alone.</summary>
    public int Rate { get; init; } = 2000;

    /// <summary>What is killed; of the outage alone.</summary>
    public string Down { get; init; } = "database";

    /// <summary>Reads them; says what is wrong and gives nothing where it cannot.</summary>
    public static CityBenchmarkOptions? Parse(string[] args, CityBenchmarkOptions options)
    {
        for (int index = 0; index < args.Length; index += 2)
        {
            string value = index + 1 < args.Length ? args[index + 1] : "";
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0;
            CityBenchmarkOptions? next = args[index] switch
            {
                "--seconds" when isNumber => options with { Duration = TimeSpan.FromSeconds(number) },
                "--gateways" when isNumber => options with { Gateways = number },
                "--processes" when isNumber => options with { Processes = number },
                "--rate" when isNumber => options with { Rate = number },
                "--receivers" when value.Split(',').All(static part => part is [>= '1' and <= '9']) => options with { Receivers = [.. value.Split(',').Select(static part => part[0] - '0')] },
                "--down" when value is "database" or "cluster" => options with { Down = value },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine($"'{args[index]} {value}' is not known; write --seconds N, --gateways N, --processes N, --receivers 1,2,3, --rate N or --down database|cluster");
                return null;
            }

            options = next;
        }

        return options;
    }
}
