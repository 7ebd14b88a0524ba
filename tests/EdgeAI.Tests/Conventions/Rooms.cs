namespace EdgeAI.Tests.Conventions;

/// <summary>The projects, which way they may look, and where each package has its place. A new project adds its row here.</summary>
internal static class Rooms
{
    private const string Device = "EdgeAI.Device";
    private const string SimulatedBoard = "EdgeAI.SimulatedBoard";
    private const string Profiles = "EdgeAI.Profiles";
    private const string Runtime = "EdgeAI.Runtime";
    private const string Perception = "EdgeAI.Perception";
    private const string Records = "EdgeAI.Records";
    private const string Gateway = "EdgeAI.Gateway";

    /// <summary>Packages and frameworks that only some rooms may reference, by the start of the assembly's or the package's name.</summary>
    public static IReadOnlyList<string> PlacedPackages { get; } =
        ["Microsoft.ML.OnnxRuntime", "MQTTnet.Server", "MQTTnet", "Microsoft.AspNetCore", "ZstdSharp", "K4os.Compression.LZ4", "BouncyCastle", "System.Device.Gpio", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "OpenTelemetry", "Microsoft.Extensions.Hosting.Systemd", "Npgsql", "RabbitMQ"];

    /// <summary>Programs that exist for the tests alone: they may look anywhere.</summary>
    public static IReadOnlyList<string> TestPrograms { get; } = ["EdgeAI.Tests", "EdgeAI.PowerCut", "EdgeAI.GatewayFleet"];

    /// <summary>The rooms that take no package at all: what a board, a profile or a simulation says needs nothing but .NET.</summary>
    public static IReadOnlyList<string> WithoutPackages { get; } = [Device, SimulatedBoard, Profiles];

    /// <summary>Every project that is no test.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new(Device, [], []),
        new(Profiles, [], []),
        new(SimulatedBoard, [Device], []),
        new(Runtime, [Device], ["MQTTnet", "ZstdSharp", "K4os.Compression.LZ4"]),
        new(Perception, [Runtime, Device], ["Microsoft.ML.OnnxRuntime"]),
        new(Records, [Device], ["ZstdSharp", "K4os.Compression.LZ4", "BouncyCastle"]),
        new(Gateway, [Records, Profiles, Device], ["MQTTnet.Server", "MQTTnet", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "OpenTelemetry", "Microsoft.Extensions.Hosting.Systemd"]),
        new("EdgeAI.City", [Records, Device], ["MQTTnet", "Microsoft.AspNetCore", "OpenTelemetry", "Microsoft.Extensions.Hosting.Systemd", "Npgsql", "RabbitMQ"]),
        new("EdgeAI.Flash", [Profiles, SimulatedBoard, Runtime, Device], []),
        new("EdgeAI.Robot", [Perception, Runtime, Device, Profiles, Gateway, Records, SimulatedBoard], ["MQTTnet", "Microsoft.AspNetCore", "System.Device.Gpio"]),
    ];
}
