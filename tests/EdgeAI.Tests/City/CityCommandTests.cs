using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;
using static EdgeAI.Tests.City.CityBatches;

namespace EdgeAI.Tests.City;

/// <summary>EdgeAI.City as a person runs it.</summary>
public sealed class CityCommandTests(CityServers servers) : IClassFixture<CityServers>
{
    [Theory]
    [InlineData("EdgeAI.City: name the broker with --mqtt HOST:PORT or with --amqp HOST:PORT, and not with both", "receive", "--database", "Host=x")]
    [InlineData("EdgeAI.City: --mqtt 'city:x' is not HOST:PORT: write for example city.example:1883", "receive", "--database", "Host=x", "--mqtt", "city:x")]
    [InlineData("EdgeAI.City: --name 'City 1' is not a valid name: use 1 to 64 of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit", "receive", "--database", "Host=x", "--mqtt", "c", "--name", "City 1")]
    [InlineData("EdgeAI.City: --window 0 is not possible: use 1 to 65535", "receive", "--database", "Host=x", "--mqtt", "c", "--window", "0")]
    [InlineData("EdgeAI.City: --apply needs --database: the connection string of the database to change", "schema", "--apply")]
    [InlineData("EdgeAI.City: the connection string names no host: write for example 'Host=db.example;Database=city;Username=city'", "gaps", "--database", "Database=city")]
    public async Task Command_WrongInput_EndsInOneLineWithTheMend(string expected, params string[] arguments)
    {
        (int exitCode, string output) = await CityProcess.RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.Equal(expected, output.Trim());
    }

    [Fact]
    public async Task Commands_FromAnEmptyDatabaseToAStatusPage()
    {
        TestDatabase database = await servers.DatabaseAsync(withSchema: false);
        (int exitCode, string output) = await CityProcess.RunAsync("gaps", "--database", database.ConnectionString);
        Assert.Equal(2, exitCode);
        Assert.Contains("the database has no tables of the city's: EdgeAI.City schema --apply --database", output, StringComparison.Ordinal);

        UpstreamScript broker = await servers.MosquittoAsync();
        await using CityProcess receiver = await CityProcess.ReceiveAsync("--mqtt", $"127.0.0.1:{broker.Port}", "--group", "status", "--name", "status", "--database", database.ConnectionString, "--http", "0");
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{Regex.Match(receiver.Output, @"status 127\.0\.0\.1:(\d+)").Groups[1].Value}") };
        await Eventually.HoldsAsync(() => Ask(http, "/readyz").GetProperty("source").GetString()!.Length > 0, "it is ready");
        await using CityPublisher publisher = await CityPublisher.ConnectAsync(broker.Port);
        byte[] batch = Frames("gateway-1", [1, 2, 3, 9], received: TestClock.Now);
        await publisher.PublishAsync(TopicOf("gateway-1"), batch);
        await publisher.PublishAsync(TopicOf("gateway-1"), batch);
        await Eventually.HoldsAsync(() => Ask(http, "/status").GetProperty("gateways").EnumerateArray().Any(static gateway => gateway.GetProperty("reached").GetInt64() == 9), "the spool is accounted for");
        JsonElement status = Ask(http, "/status");
        Assert.Equal((4, 4, 1, 0), (status.GetProperty("added").GetInt64(), status.GetProperty("duplicatesRemoved").GetInt64(), status.GetProperty("gatewaysAlive").GetInt32(), status.GetProperty("inFlight").GetInt64()));
        Assert.InRange(status.GetProperty("lagSeconds").GetDouble(), -10, 60);
        string metrics = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("edgeai_city_records_added_total", metrics, StringComparison.Ordinal);
        Assert.Contains("edgeai_city_lag_seconds", metrics, StringComparison.Ordinal);

        (exitCode, output) = await CityProcess.RunAsync("gaps", "--database", database.ConnectionString);
        Assert.Equal(3, exitCode);
        Assert.Contains("hall/gateway-1 epoch 7: 4 of 9 records, 5 missing, 0 declared lost\n  missing 4 to 8 (5), noticed", output, StringComparison.Ordinal);
    }

    private static JsonElement Ask(HttpClient http, string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        using HttpResponseMessage response = http.Send(request, TestContext.Current.CancellationToken);
        using StreamReader reader = new(response.Content.ReadAsStream());
        return JsonDocument.Parse(reader.ReadToEnd()).RootElement.Clone();
    }
}
