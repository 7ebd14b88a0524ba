using System.Text.Json;
using EdgeAI.Gateway.Operation;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Tests.Gateway.Operation;

public sealed class LogLineTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 30, 12, 0, 0, 5, TimeSpan.Zero);

    [Fact]
    public void Format_Text_IsOneLineWhateverComesFromOutside()
        => Assert.Equal(
            "2026-11-30T12:00:00.005Z warn refused 'a  2026 info b' : it ended",
            LogLine.Format(LogFormat.Text, Time, LogLevel.Warning, default, "refused 'a\r\n2026 info b'\t", [], new IOException("it ended")));

    [Fact]
    public void Format_Json_CarriesEachValueUnderItsName()
    {
        string line = LogLine.Format(LogFormat.Json, Time, LogLevel.Error, new EventId(7, "LogLost"), "3 lost\n", [new("Count", 3L), new("Reason", "full\n\"x\""), new("Share", 0.5), new("{OriginalFormat}", "{Count}")], null);
        Assert.DoesNotContain('\n', line);
        JsonElement json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2026-11-30T12:00:00.005Z", json.GetProperty("time").GetString());
        Assert.Equal("error", json.GetProperty("level").GetString());
        Assert.Equal("Lost", json.GetProperty("event").GetString());
        Assert.Equal("3 lost ", json.GetProperty("message").GetString());
        Assert.Equal(3, json.GetProperty("count").GetInt64());
        Assert.Equal(0.5, json.GetProperty("share").GetDouble());
        Assert.Equal("full \"x\"", json.GetProperty("reason").GetString());
        Assert.Equal(7, json.EnumerateObject().Count());
    }

    [Fact]
    public async Task Provider_SlowOutput_DropsAndCountsAndMakesNobodyWait()
    {
        StalledWriter output = new();
        LineLoggerProvider provider = new(output, LogFormat.Text, TimeProvider.System);
        ILogger log = provider.CreateLogger("any");
        await LogAsync(log, "first");
        await output.Reached.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        for (int line = 0; line < 2000; line++)
        {
            await LogAsync(log, "more");
        }

        output.Continue();
        provider.Dispose();
        Assert.Equal(1026, output.Lines.Count);
        Assert.Contains(output.Lines, line => line.EndsWith("warn 976 log lines dropped: the output is slow", StringComparison.Ordinal));
    }

    private static Task LogAsync(ILogger log, string text)
    {
        log.Log(LogLevel.Information, default, text, null, static (state, _) => state);
        return Task.CompletedTask;
    }
}
