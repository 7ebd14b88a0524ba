using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace EdgeAI.City.Operation;

/// <summary>The loopback HTTP port: <c>/status</c> for people and pages, <c>/metrics</c> for Prometheus, <c>/healthz</c> and <c>/readyz</c> for whoever supervises.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private const int MaximumConnections = 64;

    private readonly WebApplication _application;
    private readonly Func<CityStatus> _status;
    private readonly int _port;

    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="meters">What <c>/metrics</c> shows.</param>
    /// <param name="status">What is now.</param>
    public StatusServer(int port, MeterProvider meters, Func<CityStatus> status)
    {
        _port = port;
        _status = status;
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
        _application.Run(AnswerAsync);
    }

    /// <summary>The TCP port; the one that the system chose where 0 was asked for.</summary>
    public int Port { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="CityException">The port cannot be used.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or AddressInUseException)
        {
            throw new CityException($"port {_port} for status and metrics cannot be listened on ({exception.Message.ReplaceLineEndings(" ")}): stop the program that listens there, or give another with --http", exception);
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

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        if (path is not ("/status" or "/healthz" or "/readyz"))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        // What is alive answers. Ready is who has a broker and stores what comes from it.
        CityStatus status = _status();
        bool ready = status.Source.Length > 0 && status.Problem.Length == 0;
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(path == "/status" ? status : status with { Gateways = [], InQuarantine = [] }, CityJson.Default.CityStatus);
        context.Response.StatusCode = path != "/readyz" || ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentLength = body.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
