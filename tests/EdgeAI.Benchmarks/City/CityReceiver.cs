using System.Text.Json;
using EdgeAI.Benchmarks.Gateway.Subjects;

namespace EdgeAI.Benchmarks.City;

/// <summary>EdgeAI.City receive as an operator runs it, and its status page.</summary>
internal sealed class CityReceiver : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    private CityReceiver(MeasuredProcess process, int port)
    {
        Process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public MeasuredProcess Process { get; }

    /// <summary>Starts one and waits until it takes from the queue.</summary>
    public static async Task<CityReceiver> StartAsync(string name, IEnumerable<int> amqpPorts, string database)
    {
        int port = FreePort.Find();
        MeasuredProcess process = MeasuredProcess.Start("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "EdgeAI.City.dll"), "receive", "--name", name, "--http", $"{port}", "--database", database, "--declare",
            .. amqpPorts.SelectMany(static amqp => (string[])["--amqp", $"127.0.0.1:{amqp}"]),
        ]);
        CityReceiver receiver = new(process, port);
        await FreePort.AnswersAsync(port, Bound, () => process.IsAlive);
        while ((await receiver.StatusAsync()).GetProperty("source").GetString() is "")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return receiver;
    }

    /// <summary>The records that it added to the table.</summary>
    public async Task<long> AddedAsync() => (await StatusAsync()).GetProperty("added").GetInt64();

    public void Dispose()
    {
        _http.Dispose();
        Process.Dispose();
    }

    private async Task<JsonElement> StatusAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await _http.GetStringAsync(new Uri("/status", UriKind.Relative)));
        return document.RootElement.Clone();
    }
}
