using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>What a gateway that runs says of itself: only it knows whether its upstream takes its records.</summary>
internal static class RunningCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks for its health.</summary>
    /// <param name="port">Its port of health, on loopback.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(int port, CancellationToken cancellation)
    {
        using HttpClient client = new() { Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://{IPAddress.Loopback}:{port}/readyz"), cancellation).ConfigureAwait(false);
            HealthReport? report = await answer.Content.ReadFromJsonAsync(HealthJson.Default.HealthReport, cancellation).ConfigureAwait(false);
            HealthLine[] ill = report is { Checks.IsDefault: false } ? [.. report.Checks.Where(static line => !line.Ok)] : throw new JsonException("no health report");
            return ill.Length == 0
                ? [Finding.Ok("running gateway", "it says that all is well")]
                : [.. ill.Select(static line => Finding.Fail("running gateway", $"{line.Name}: {line.Detail}", ""))];
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return [Finding.Warn("running gateway", $"its health cannot be read on port {port} ({exception.Message.ReplaceLineEndings(" ")})", "give the --http that it runs with")];
        }
    }
}
