using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeAI.Flash.Boards;
using EdgeAI.Flash.Network;
using EdgeAI.Flash.Plans;

namespace EdgeAI.Flash.Commands;

/// <summary>The command line of EdgeAI.Flash.</summary>
internal static class FlashCommand
{
    private const int LongestSeconds = 3600;

    private static readonly Option<string> Profile = new("--profile") { Description = "The board's profile, such as hardware-profiles/esp32-s3-hand.profile.json.", Required = true };

    private static readonly Option<string> Port = new("--port") { Description = "The board's flashing port, such as /dev/ttyACM0: the one of nanoFramework's wire protocol." };

    private static readonly Option<string> Ports = new("--ports") { Description = "Several boards of one profile, A,B,C: flashes, tares and records each. With --simulate: their names." };

    private static readonly Option<string> DataPort = new("--data-port", "--data-ports") { Description = "Where the board's readings reach this machine: a serial port, tcp:HOST:PORT or mqtt:HOST:PORT/TOPIC; one for each port. Default: the only other serial port, or the profile's MQTT broker." };

    private static readonly Option<string> Probes = new("--probes") { Description = "STM32: the ST-LINK of each port (nanoff --listjtag)." };

    private static readonly Option<string> Record = new("--record") { Description = "With --ports: the CSV file that each unit's line is appended to.", DefaultValueFactory = static _ => "flashed-boards.csv" };

    private static readonly Option<string> Line = new("--line") { Description = "nanoFramework's line: 1.x (stable) or 2.0 (preview, builds with .NET alone).", DefaultValueFactory = static _ => "1.x" };

    private static readonly Option<string> Firmware = new("--firmware") { Description = "The firmware's folder, instead of this checkout's firmware/EdgeAI.Firmware." };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Prints every command that would be run, and runs none." };

    private static readonly Option<bool> Simulate = new("--simulate") { Description = "Does it all with a simulated board on a pseudo-terminal; needs no tool." };

    private static readonly Option<bool> GenerateOnly = new("--generate-only") { Description = "Makes Board.g.cs anew, and nothing else." };

    private static readonly Option<bool> NoUpdate = new("--no-update") { Description = "Leaves the nanoFramework that is on the board, and deploys the application alone." };

    private static readonly Option<bool> KeepNetwork = new("--keep-network") { Description = "Leaves the Wi-Fi settings that are on the board." };

    private static readonly Option<bool> NoCheck = new("--no-check") { Description = "Does not listen to the flashed board." };

    private static readonly Option<int> Watch = new("--watch") { Description = "How many seconds live readings are shown.", DefaultValueFactory = static _ => 5 };

    private static readonly Option<int> HelloTimeout = new("--hello-timeout") { Description = "How many seconds the hello of a flashed board is waited for.", DefaultValueFactory = static _ => 30 };

    private static readonly Option<ulong> Seed = new("--seed") { Description = "With --simulate: chooses what happens in the simulated world.", DefaultValueFactory = static _ => 1 };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Shows stack traces and all that the tools print." };

    /// <summary>Parses the arguments and runs.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        if (SecretArguments.Refuse(args) is { } refusal)
        {
            Complain(refusal);
            return ExitCode.CannotRun;
        }

        RootCommand root = new("Flashes a sensor board from its profile, listens to it, and says whether it is what the profile says. Wi-Fi settings come from EDGEAI_WIFI_SSID and EDGEAI_WIFI_PASSWORD, or are asked for.")
        {
            Profile, Port, Ports, DataPort, Probes, Record, Line, Firmware, DryRun, Simulate, GenerateOnly, NoUpdate, KeepNetwork, NoCheck, Watch, HelloTimeout, Seed, Verbose,
        };
        AddValidators();
        root.SetAction(static parsed => Guard(parsed.GetValue(Verbose), () => Start(OptionsOf(parsed))));
        ParseResult result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (ParseError error in result.Errors)
            {
                Complain(error.Message);
            }

            Complain("--help lists the options");
            return ExitCode.CannotRun;
        }

        return result.Invoke();
    }

    /// <summary>Writes a line for people to standard error.</summary>
    public static void Complain(string line) => Console.Error.WriteLine($"edgeai-flash: {line}");

    private static int Start(FlashOptions options)
    {
        using StopRequest stop = new();
        return FlashRun.RunAsync(options, stop.Token).GetAwaiter().GetResult();
    }

    private static void AddValidators()
    {
        foreach (Option<string> named in (Option<string>[])[Profile, Port, Ports, DataPort, Probes, Record, Firmware])
        {
            named.Validators.Add(static result =>
            {
                if (result.Tokens is [{ Value: var text }] && (text.Length == 0 || Split(text).Any(string.IsNullOrWhiteSpace)))
                {
                    result.AddError($"{result.IdentifierToken?.Value}: is empty, or a part of it is; give a name");
                }
            });
        }

        foreach (Option<int> seconds in (Option<int>[])[Watch, HelloTimeout])
        {
            seconds.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out int value) || value is < 1 or > LongestSeconds))
                {
                    result.AddError($"{seconds.Name}: '{result.Tokens[0].Value}' is no number of seconds from 1 to {LongestSeconds}");
                }
            });
        }

        Line.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("1.x" or "2.0"))
            {
                result.AddError($"--line: '{result.Tokens[0].Value}' is no line of nanoFramework; write 1.x or 2.0");
            }
        });
    }

    private static string[] Split(string? text) => text is null ? [] : text.Split(',');

    private static FlashOptions OptionsOf(ParseResult parsed)
    {
        string? one = parsed.GetValue(Port);
        string? several = parsed.GetValue(Ports);
        FlashOptions options = new()
        {
            Profile = parsed.GetRequiredValue(Profile),
            Ports = one is not null ? [one] : Split(several),
            DataPorts = Split(parsed.GetValue(DataPort)),
            Probes = Split(parsed.GetValue(Probes)),
            Calibrate = several is not null,
            Record = parsed.GetRequiredValue(Record),
            Line = parsed.GetValue(Line) == "2.0" ? FirmwareLine.Preview : FirmwareLine.Stable,
            Firmware = parsed.GetValue(Firmware),
            DryRun = parsed.GetValue(DryRun),
            Simulate = parsed.GetValue(Simulate),
            GenerateOnly = parsed.GetValue(GenerateOnly),
            NoUpdate = parsed.GetValue(NoUpdate),
            KeepNetwork = parsed.GetValue(KeepNetwork),
            NoCheck = parsed.GetValue(NoCheck),
            Watch = TimeSpan.FromSeconds(parsed.GetValue(Watch)),
            HelloLimit = TimeSpan.FromSeconds(parsed.GetValue(HelloTimeout)),
            Seed = parsed.GetValue(Seed),
            Verbose = parsed.GetValue(Verbose),
        };
        string? contradiction = one is not null && several is not null ? "--port and --ports: give one of them" : Contradiction(options);
        return contradiction is null ? options : throw new FlashFailedException(contradiction);
    }

    private static string? Contradiction(FlashOptions options)
    {
        if (Convert.ToInt32(options.DryRun) + Convert.ToInt32(options.Simulate) + Convert.ToInt32(options.GenerateOnly) > 1)
        {
            return "--dry-run, --simulate and --generate-only: give one of them";
        }

        if (options.Simulate && options.DataPorts.Count > 0)
        {
            return "--data-port: a simulated board has its own; leave it out with --simulate";
        }

        if (!options.Simulate && !options.GenerateOnly && options.Ports.Count == 0)
        {
            return "--port is missing: name the board's flashing port, such as /dev/ttyACM0, or give --simulate for a board that is not there";
        }

        if (options.Ports.GroupBy(static port => port).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            return $"--ports: {twice.Key} is named twice; a port is one board";
        }

        if (options.DataPorts.Count > 0 && options.DataPorts.Count != options.Ports.Count)
        {
            return $"--data-ports names {options.DataPorts.Count} and --ports {options.Ports.Count}; give one for each, in the same order";
        }

        if (options.Probes.Count > 0 && options.Probes.Count != options.Ports.Count)
        {
            return $"--probes names {options.Probes.Count} and --ports {options.Ports.Count}; give one for each, in the same order";
        }

        return options.DataPorts.FirstOrDefault(options.Ports.Contains) is { } both
            ? $"--data-port {both}: is the flashing port, which belongs to nanoFramework's wire protocol; name the port that the board's data link is wired to"
            : options.DataPorts.Select(DataLink.Refuse).FirstOrDefault(static line => line is not null);
    }

    private static int Guard(bool verbose, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (FlashFailedException problem)
        {
            foreach (string line in problem.Message.Split('\n'))
            {
                Complain(line);
            }

            Trace(verbose, problem);
            return problem.ExitCode;
        }
        catch (OperationCanceledException)
        {
            Complain("ended before it was done: a board that was being flashed has to be flashed again");
            return ExitCode.Interrupted;
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // Whatever arrives here is a defect of ours: one line for the person, the trace for whoever mends it.
            Complain($"{defect.GetType().Name}: {defect.Message} (a defect: please report it with the output of --verbose)");
            Trace(verbose, defect);
            return ExitCode.Failure;
        }
    }

    private static void Trace(bool verbose, Exception exception)
    {
        if (verbose)
        {
            Console.Error.WriteLine(exception);
        }
    }
}
