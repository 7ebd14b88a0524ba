using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeAI.Robot.Commands;

/// <summary>The command line of EdgeAI.Robot.</summary>
internal static class RobotCommand
{
    private const string DefaultProfile = "hardware-profiles/desktop.profile.json";

    private static readonly Option<string> Profile = new("--profile")
    {
        Description = "The robot's profile (default: hardware-profiles/desktop.profile.json, all simulated).",
    };

    private static readonly Option<TimeSpan?> Duration = new("--duration")
    {
        Description = "Ends the run by itself: 500ms, 10s, 5m, 2h. Without it the run ends at Ctrl-C.",
        CustomParser = ParseDuration,
    };

    private static readonly Option<string> Replay = new("--replay")
    {
        Description = "Plays a recording (.mcap), or a data set's file or folder, through the same door, on a virtual clock, instead of reading sensors.",
    };

    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "How fast a replay's time passes: 1 for real time, 2.5 for two and a half times that. Default: as fast as possible.",
        CustomParser = ParseSpeed,
    };

    private static readonly Option<bool> AnyProfile = new("--any-profile") { Description = "Replays a recording of another profile as far as its streams match." };

    private static readonly Option<string> Record = new("--record") { Description = "Records the run, live or replayed, into a new MCAP file (edge-runtime/RECORDING.md)." };

    private static readonly Option<string[]> Diff = new("--diff")
    {
        Description = "Compares two recordings and names where they first part: 0 the same, 1 they differ, 2 one cannot be read.",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
        HelpName = "A.mcap B.mcap",
    };

    private static readonly Option<string[]> Ignore = new("--ignore") { Description = "A field or topic that --diff passes over, such as oldest_input_age_us; may be given several times." };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Chooses what happens in the simulated world.",
        DefaultValueFactory = static _ => 1,
    };

    private static readonly Option<string> Spool = new("--spool") { Description = "The embedded gateway's spool folder, instead of the profile's." };

    private static readonly Option<int?> GatewayPort = new("--gateway-port") { Description = "The gateway's port, instead of the profile's; 0 for any free one.", CustomParser = ParsePort };

    private static readonly Option<int?> CityPort = new("--city-port") { Description = "The port of the city's stand-in, instead of the profile's; 0 for any free one.", CustomParser = ParsePort };

    private static readonly Option<int?> LiveView = new("--live-view") { Description = "Shows a live run to Foxglove on this port, 0 for any free one (edge-runtime/LIVEVIEW.md).", CustomParser = ParsePort };

    private static readonly Option<bool> WatchModels = new("--watch-models") { Description = "Takes models as they are promoted in the store, while the robot runs (edge-runtime/MODELS.md)." };

    private static readonly Option<string> CommandFolder = new("--commands") { Description = "Takes commands from the gateway; their journal, and what they install, lie in this folder (gateway/DOWNLINK.md)." };

    private static readonly Option<bool> Plain = new("--plain") { Description = "Prints lines instead of drawing a live table." };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Shows stack traces." };

    /// <summary>Parses the arguments and runs.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        RootCommand root = new("Runs a robot's perception: sensors, models, gateway. Without options: a simulated desktop robot.")
        {
            Profile, Duration, Replay, Speed, AnyProfile, Record, Diff, Ignore, Seed, Spool, GatewayPort, CityPort, LiveView, WatchModels, CommandFolder, Plain, Verbose,
        };
        root.Subcommands.Add(NetworkConversion.Make(static run => Guard(verbose: false, run)));
        root.Subcommands.Add(RecordingExport.Make(static run => Guard(verbose: false, run)));
        root.Subcommands.Add(ModelsCommand.Make(static run => Guard(verbose: false, run)));
        foreach (Option<string> path in (Option<string>[])[Profile, Replay, Record, Spool, CommandFolder])
        {
            path.Validators.Add(static result =>
            {
                if (result.Tokens is [{ Value: "" }])
                {
                    result.AddError($"{result.IdentifierToken?.Value}: is empty; name a path");
                }
            });
        }

        root.SetAction(static parsed => Guard(
            parsed.GetValue(Verbose),
            () => parsed.GetValue(Diff) is { Length: 2 } pair ? DiffRun.Run(pair[0], pair[1], parsed.GetValue(Ignore) ?? []) : RunLauncher.Run(OptionsOf(parsed))));
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (ParseError error in result.Errors)
            {
                Console.Error.WriteLine($"edgeai-robot: {error.Message}");
            }

            Console.Error.WriteLine("edgeai-robot: --help lists the options");
            return ExitCode.CannotRun;
        }

        return result.Invoke();
    }

    private static RunOptions OptionsOf(ParseResult parsed) => new()
    {
        Profile = parsed.GetValue(Profile) ?? FindDefaultProfile(),
        Duration = parsed.GetValue(Duration),
        Replay = parsed.GetValue(Replay),
        Speed = parsed.GetValue(Speed),
        AnyProfile = parsed.GetValue(AnyProfile),
        Record = parsed.GetValue(Record),
        Seed = parsed.GetValue(Seed),
        Spool = parsed.GetValue(Spool),
        CommandFolder = parsed.GetValue(CommandFolder),
        GatewayPort = parsed.GetValue(GatewayPort),
        CityPort = parsed.GetValue(CityPort),
        LiveView = parsed.GetValue(LiveView),
        WatchModels = parsed.GetValue(WatchModels),
        Plain = parsed.GetValue(Plain),
        Verbose = parsed.GetValue(Verbose),
    };

    private static int Guard(bool verbose, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (CannotRunException problem)
        {
            foreach (string line in problem.Message.Split('\n'))
            {
                Console.Error.WriteLine($"edgeai-robot: {line}");
            }

            if (verbose)
            {
                Console.Error.WriteLine(problem);
            }

            return ExitCode.CannotRun;
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // Whatever arrives here is a defect of ours: one line for the person, the trace for whoever mends it.
            Console.Error.WriteLine($"edgeai-robot: {defect.GetType().Name}: {defect.Message} (a defect: please report it with the output of --verbose)");
            if (verbose)
            {
                Console.Error.WriteLine(defect);
            }

            return ExitCode.Failure;
        }
    }

    private static int? ParsePort(ArgumentResult result)
    {
        string text = result.Tokens is [{ Value: var only }] ? only : "";
        if (ushort.TryParse(text, out ushort port))
        {
            return port;
        }

        result.AddError($"'{text}' is no port; write a number from 0 to 65535, 0 for any free one");
        return null;
    }

    private static double ParseSpeed(ArgumentResult result)
    {
        string text = result.Tokens is [{ Value: var only }] ? only : "";
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double speed) && speed is >= 0.001 and <= 1000)
        {
            return speed;
        }

        result.AddError($"--speed: '{text}' is no speed from 0.001 to 1000; write 1 for real time, or leave it out for as fast as possible");
        return 0;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens is [{ Value: var only }] ? only : "";
        if (DurationText.TryParse(text, out TimeSpan duration))
        {
            return duration;
        }

        result.AddError($"--duration: '{text}' is no duration from 1 ms to 30 days; write a number with its unit, such as 500ms, 10s, 5m or 2h");
        return null;
    }

    /// <summary>The shipped profile: below the current folder, or below the checkout that this program was built in.</summary>
    public static string FindDefaultProfile()
    {
        if (File.Exists(DefaultProfile))
        {
            return DefaultProfile;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, DefaultProfile);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return DefaultProfile;
    }
}
