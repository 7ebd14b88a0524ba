using System.Diagnostics;
using System.Globalization;
using EdgeAI.Benchmarks.Gateway.Subjects;

namespace EdgeAI.Benchmarks.Gateway.Fronts;

/// <summary>A front in a process and a folder of its own.</summary>
internal sealed class Front : IDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
    private readonly Process _process;

    public Front(FrontKind kind)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, WorkingDirectory = _folder };
        foreach (string argument in (string[])[typeof(Front).Assembly.Location, "front", $"kind={((int)kind).ToString(CultureInfo.InvariantCulture)}", $"port={Port.ToString(CultureInfo.InvariantCulture)}"])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("the front's process did not start");
    }

    /// <summary>The port on loopback that it takes connections on.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>The processor time that it has taken.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The name in the table.</summary>
    public static string Name(FrontKind kind) => kind switch
    {
        FrontKind.Own => "the gateway's own",
        FrontKind.MqttNet => "MQTTnet, a commit awaited",
        FrontKind.MqttNetKestrel => "MQTTnet on Kestrel, the same",
        _ => "MQTTnet, storing nothing",
    };

    /// <summary>Waits until it takes connections.</summary>
    public Task AnswersAsync() => FreePort.AnswersAsync(Port, StartBound, () => !_process.HasExited);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
