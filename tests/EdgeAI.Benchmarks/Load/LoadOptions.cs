using System.Globalization;

namespace EdgeAI.Benchmarks.Load;

/// <summary>What the load benchmarks are told on the command line.</summary>
internal sealed record LoadOptions(TimeSpan Duration, string Models, int GarbageMegabytesPerSecond)
{
    /// <summary>Reads "--duration 60s", "--models FOLDER" and "--garbage MB_PER_SECOND"; says what is wrong and gives null where it cannot.</summary>
    public static LoadOptions? Parse(string[] args)
    {
        LoadOptions options = new(TimeSpan.FromMinutes(10), Path.Combine("edge-runtime", "models"), 10);
        for (int index = 0; index < args.Length; index += 2)
        {
            string value = index + 1 < args.Length ? args[index + 1] : "";
            if (args[index] == "--duration" && value.EndsWith('s') && double.TryParse(value[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds >= 1)
            {
                options = options with { Duration = TimeSpan.FromSeconds(seconds) };
            }
            else if (args[index] == "--models" && Directory.Exists(value))
            {
                options = options with { Models = value };
            }
            else if (args[index] == "--garbage" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int garbage))
            {
                options = options with { GarbageMegabytesPerSecond = garbage };
            }
            else
            {
                Console.Error.WriteLine($"'{args[index]} {value}' is not known; write --duration 60s, --models FOLDER or --garbage MEGABYTES_PER_SECOND");
                return null;
            }
        }

        return options;
    }
}
