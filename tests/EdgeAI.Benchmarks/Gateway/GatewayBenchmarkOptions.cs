using System.Globalization;
using EdgeAI.Benchmarks.Gateway.Subjects;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>What the benchmarks of the whole gateway are told on the command line.</summary>
internal sealed record GatewayBenchmarkOptions
{
    /// <summary>How long each case is measured.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The records of those benchmarks that count records.</summary>
    public long Records { get; init; } = 1_000_000;

    /// <summary>The connections, one case for each.</summary>
    public IReadOnlyList<int> Connections { get; init; } = [50, 200, 1000];

    /// <summary>The publishes of one connection on their way at once, one case for each.</summary>
    public IReadOnlyList<int> Windows { get; init; } = [1, 32];

    /// <summary>Records per second over all connections; 0 for as fast as acknowledgements come.</summary>
    public long Rate { get; init; }

    /// <summary>What stands between the robots and the upstream, one case for each.</summary>
    public IReadOnlyList<RelayKind> Relays { get; init; } = [RelayKind.Gateway, RelayKind.MosquittoDefault, RelayKind.MosquittoUnlimited, RelayKind.MosquittoDurable];

    /// <summary>Runs a benchmark with what the command line says; 2 when it cannot be read, 0 also where the machine has no mosquitto.</summary>
    public static int Run(string[] args, GatewayBenchmarkOptions defaults, Func<GatewayBenchmarkOptions, Task> run)
    {
        if (Parse(args, defaults) is not { } options)
        {
            return 2;
        }

        if (!Mosquitto.IsInstalled)
        {
            Console.WriteLine("skipped: mosquitto is not installed, which is the upstream and the peer here (apt-get install mosquitto)");
            return 0;
        }

        run(options).GetAwaiter().GetResult();
        return 0;
    }

    // Says what is wrong and gives null where it cannot read it.
    private static GatewayBenchmarkOptions? Parse(string[] args, GatewayBenchmarkOptions options)
    {
        for (int index = 0; index < args.Length; index += 2)
        {
            string value = index + 1 < args.Length ? args[index + 1] : "";
            if (args[index] == "--seconds" && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0)
            {
                options = options with { Duration = TimeSpan.FromSeconds(seconds) };
            }
            else if (args[index] == "--records" && TryNumbers(value, out List<int> records))
            {
                options = options with { Records = records[0] };
            }
            else if (args[index] == "--rate" && TryNumbers(value, out List<int> rate))
            {
                options = options with { Rate = rate[0] };
            }
            else if (args[index] == "--connections" && TryNumbers(value, out List<int> connections))
            {
                options = options with { Connections = connections };
            }
            else if (args[index] == "--window" && TryNumbers(value, out List<int> windows))
            {
                options = options with { Windows = windows };
            }
            else if (args[index] == "--only" && value.Split(',').All(name => Enum.TryParse<RelayKind>(name, ignoreCase: true, out _)))
            {
                options = options with { Relays = [.. value.Split(',').Select(name => Enum.Parse<RelayKind>(name, ignoreCase: true))] };
            }
            else
            {
                Console.Error.WriteLine($"'{args[index]} {value}' is not known; write --seconds N, --records N, --connections N,N, --window N,N, --rate N or --only {string.Join(',', Enum.GetNames<RelayKind>()).ToLowerInvariant()}");
                return null;
            }
        }

        return options;
    }

    private static bool TryNumbers(string text, out List<int> numbers)
    {
        numbers = [];
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return false;
            }

            numbers.Add(number);
        }

        return true;
    }
}
