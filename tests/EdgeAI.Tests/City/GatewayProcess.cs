using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EdgeAI.Gateway;
using EdgeAI.Tests.Gateway.Faults;

namespace EdgeAI.Tests.City;

/// <summary>EdgeAI.Gateway as an operator runs it: a process of its own, to be killed, that says over HTTP what waits.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly string[] _arguments;
    private readonly int _http = SteadyPort.Find();
    private Process? _process;

    public GatewayProcess(params string[] arguments)
    {
        Port = SteadyPort.Find();
        _arguments = [typeof(GatewayHost).Assembly.Location, "--port", Text(Port), "--http", Text(_http), .. arguments];
    }

    public int Port { get; }

    /// <summary>Its health, as /readyz last gave it.</summary>
    public string Health { get; private set; } = "";

    public void Start() => _process = Process.Start(new ProcessStartInfo("dotnet", _arguments) { RedirectStandardOutput = true })!;

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    /// <summary>The records that wait, and those of them that the broker has; nothing while it does not answer.</summary>
    public (long Waiting, long Unreceipted)? Counts()
    {
        try
        {
            using HttpResponseMessage answer = Http.Send(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_http}/readyz"), TestContext.Current.CancellationToken);
            using StreamReader reader = new(answer.Content.ReadAsStream(TestContext.Current.CancellationToken));
            Health = reader.ReadToEnd();
            Match counts = CountsPattern().Match(Health);
            return counts.Success ? (long.Parse(counts.Groups[1].Value, CultureInfo.InvariantCulture), long.Parse(counts.Groups[2].Value, CultureInfo.InvariantCulture)) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"""(\d+) records, \d+ bytes"".*, (\d+) records with the broker and without receipt", RegexOptions.Singleline)]
    private static partial Regex CountsPattern();
}
