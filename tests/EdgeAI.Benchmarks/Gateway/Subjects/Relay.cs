using System.Globalization;

namespace EdgeAI.Benchmarks.Gateway.Subjects;

/// <summary>A gateway or a bridge in a process of its own, over its restarts: folder and ports stay.</summary>
internal sealed class Relay : IDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly int _upstreamPort;
    private MeasuredProcess? _process;

    public Relay(RelayKind kind, string folder, int upstreamPort)
    {
        Kind = kind;
        _folder = folder;
        _upstreamPort = upstreamPort;
        Port = FreePort.Find();
    }

    public RelayKind Kind { get; }

    /// <summary>The port that robots publish to.</summary>
    public int Port { get; }

    public MeasuredProcess Process => _process ?? throw new InvalidOperationException("it is not running");

    /// <summary>The name in the tables.</summary>
    public static string Name(RelayKind kind) => kind switch
    {
        RelayKind.Gateway => "EdgeAI gateway",
        RelayKind.MosquittoDefault => "mosquitto, default",
        RelayKind.MosquittoUnlimited => "mosquitto, unlimited queue",
        _ => "mosquitto, most durable",
    };

    /// <summary>Starts it on what it left behind, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        _process = Kind == RelayKind.Gateway ? StartGateway() : Mosquitto.StartBridge(Kind, _folder, Port, _upstreamPort);
        MeasuredProcess process = _process;
        await FreePort.AnswersAsync(Port, StartBound, () => process.IsAlive);
    }

    public void Dispose() => _process?.Dispose();

    private MeasuredProcess StartGateway()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "EdgeAI.Gateway.dll");
        return MeasuredProcess.Start("dotnet", [program, "--id", "bench", "--site", "bench", "--port", Port.ToString(CultureInfo.InvariantCulture), "--spool", Path.Combine(_folder, "spool"), "--upstream", $"127.0.0.1:{_upstreamPort}", "--trim-by", "puback"]);
    }
}
