using EdgeAI.Flash.Commands;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Flash.Plans;

/// <summary>
/// Every command that flashing takes, from a profile and what was asked for, before any of them is run. nanoff's commands are those of
/// <see cref="NanoffVersion"/>: update writes nanoFramework itself, deploy the application over nanoFramework's wire protocol.
/// </summary>
internal sealed class FlashPlan
{
    /// <summary>The version of nanoff whose options these are.</summary>
    public const string NanoffVersion = "2.5.162";

    /// <summary>Stands in a printed command where the path of the file with Wi-Fi settings would.</summary>
    public const string NetworkFilePlace = "FILE-WITH-WIFI-SETTINGS";

    private const string ImageName = "EdgeAI.Firmware.bin";

    private readonly BoardProfile _board;
    private readonly FlashOptions _options;
    private readonly FirmwareFolder _firmware;
    private readonly string _family;

    /// <summary>Makes a plan.</summary>
    /// <exception cref="FlashFailedException">The board cannot be flashed, or not in the way asked for.</exception>
    public FlashPlan(BoardProfile board, FlashOptions options, FirmwareFolder firmware)
    {
        _board = board;
        _options = options;
        _firmware = firmware;
        Target = board.Target ?? throw new FlashFailedException($"{options.Profile}: board '{board.Name}' has no 'target': it is simulated or the robot's own, and nothing is flashed");
        _family = TargetFamily.Of(Target)
            ?? throw new FlashFailedException($"{options.Profile}: the firmware has no sources for target '{Target}' (EdgeAI.Firmware/Targets); use a target that begins with ESP32, PICO2_RP2350 or ST_STM32");
        if (options.Line == FirmwareLine.Preview && _family == TargetFamily.Stm32)
        {
            throw new FlashFailedException($"{options.Profile}: nanoFramework's 2.0 preview has no package for STM32 (nanoFramework.Hardware.Stm32); leave out --line 2.0");
        }
    }

    /// <summary>nanoFramework's name of the board.</summary>
    public string Target { get; }

    /// <summary>The image that building gives and deploying takes.</summary>
    public string Image => Path.Combine(_firmware.OutputOf(_board.Name, _options.Line), ImageName);

    /// <summary>Whether the board joins a Wi-Fi, and is to be told which.</summary>
    public bool NeedsNetwork => _board.Uplink?.Kind == BoardLinkKind.Mqtt && !_options.KeepNetwork;

    /// <summary>Builds the image, once for all boards.</summary>
    /// <param name="projectSystem">Where nanoFramework's project system lies; null for where MSBuild looks by itself.</param>
    public IReadOnlyList<FlashStep> Build(string? projectSystem)
    {
        string output = _firmware.OutputOf(_board.Name, _options.Line);
        if (_options.Line == FirmwareLine.Preview)
        {
            return [new("building the firmware", new ToolCommand("dotnet", ["build", _firmware.FileOf("EdgeAI.Firmware.csproj"), "-c", "Release", $"-p:Board={_board.Name}", $"-p:Family={_family}", "-o", output]), "--verbose shows all of its output")];
        }

        // A path in MSBuild is taken from the project's folder.
        string fromProject = Path.GetRelativePath(_firmware.Path, output) + '/';
        List<string> arguments = [_firmware.FileOf("EdgeAI.Firmware.nfproj"), "-p:Configuration=Release", $"-p:Board={_board.Name}", $"-p:Family={_family}", $"-p:OutputPath={fromProject}"];
        if (projectSystem is not null)
        {
            arguments.Add($"-p:NanoFrameworkProjectSystemPath={projectSystem}");
        }

        return
        [
            new("restoring nanoFramework's packages", new ToolCommand("nuget", ["restore", _firmware.FileOf("packages.config"), "-PackagesDirectory", _firmware.FileOf("packages")]), "check that this machine reaches the package registry"),
            new("building the firmware", new ToolCommand("msbuild", arguments), "--verbose shows all of its output"),
        ];
    }

    /// <summary>Brings nanoFramework and the application onto one board.</summary>
    /// <param name="unit">The board's place among the ports.</param>
    /// <param name="networkFile">The file with its Wi-Fi settings.</param>
    public IEnumerable<FlashStep> Deploy(int unit, string networkFile)
    {
        string port = _options.Ports[unit];
        if (!_options.NoUpdate)
        {
            yield return Update(unit, port);
        }

        yield return new("deploying the application", new ToolCommand("nanoff", ["--nanodevice", "--deploy", "--serialport", port, "--image", Image]), $"reset the board, check that {port} is its nanoFramework port, and try again");
        if (NeedsNetwork)
        {
            yield return new("storing the Wi-Fi settings", new ToolCommand("nanoff", ["--serialport", port, "--networkdeployment", networkFile]), $"reset the board and try again; its nanoFramework port is to be {port}");
        }
    }

    private FlashStep Update(int unit, string port)
    {
        List<string> arguments = ["--update", "--target", Target];
        if (_options.Line == FirmwareLine.Preview)
        {
            arguments.Add("--preview");
        }

        const string title = "updating nanoFramework";
        switch (_board.Flash)
        {
            case FlashMethod.Serial:
                return new(title, new ToolCommand("nanoff", [.. arguments, "--serialport", port]), $"hold BOOT while you press RESET, check that no other program has {port} open, and try again");
            case FlashMethod.Uf2:
                return new(title, new ToolCommand("nanoff", arguments), "hold BOOTSEL while you plug the board in, and try again")
                {
                    Before = $"hold BOOTSEL while you plug in the board of {port}, and no other board so",
                    OneAtATime = true,
                };
            default:
                string[] probe = _options.Probes.Count > unit ? ["--jtagid", _options.Probes[unit]] : [];
                return new(title, new ToolCommand("nanoff", [.. arguments, "--jtag", .. probe]), "check the cable to the ST-LINK (nanoff --listjtag names those that are there), and try again");
        }
    }
}
