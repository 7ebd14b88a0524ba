using System.Net;
using System.Text.Json;
using EdgeAI.Gateway.Broker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace EdgeAI.Gateway.Operation;

/// <summary>The loopback HTTP port: <c>/metrics</c> for Prometheus, <c>/healthz</c> and <c>/readyz</c> for whoever supervises.</summary>
internal sealed class OperationServer : IAsyncDisposable
{
    private const int MaximumConnections = 64;

    private readonly WebApplication _application;
    private readonly int _port;

    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="meters">What <c>/metrics</c> shows.</param>
    /// <param name="live">What <c>/healthz</c> answers.</param>
    /// <param name="ready">What <c>/readyz</c> answers.</param>
    public OperationServer(int port, MeterProvider meters, Func<HealthReport> live, Func<HealthReport> ready)
    {
        _port = port;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaximumConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _application = builder.Build();
        _application.Use(RefuseForeignHosts);
        _application.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, "/metrics", null, null);
        _application.Run(context => AnswerAsync(context, live, ready));
    }

    /// <summary>The TCP port; the one that the system chose where 0 was asked for.</summary>
    public int Port { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="GatewayException">The port cannot be used.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or AddressInUseException)
        {
            throw new GatewayException($"port {_port} for metrics and health cannot be listened on ({exception.Message.ReplaceLineEndings(" ")}): stop the program that listens there, or give another with --http", exception);
        }

        Port = new Uri(_application.Urls.First()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    // A web page may make a browser on this machine ask a name of its own that points to loopback; such a request names that host.
    private static Task RefuseForeignHosts(HttpContext context, RequestDelegate next)
    {
        string host = context.Request.Host.Host;
        if (host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext context, Func<HealthReport> live, Func<HealthReport> ready)
    {
        Func<HealthReport>? asked = context.Request.Path.Value switch
        {
            "/healthz" => live,
            "/readyz" => ready,
            _ => null,
        };
        if (asked is null || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            context.Response.StatusCode = asked is null ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
            return;
        }

        HealthReport report = asked();
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(report, HealthJson.Default.HealthReport);
        context.Response.StatusCode = report.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentLength = body.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
