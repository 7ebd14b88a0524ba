using System.Net;
using EdgeAI.Gateway.Broker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>Serves artifacts to robots: <c>GET /artifacts/{sha256}</c> with Range. Without TLS on loopback only; with TLS to devices that the local authority knows.</summary>
internal sealed class ArtifactServer : IAsyncDisposable
{
    // Many robots behind one gateway fetch at once when a stage begins.
    private const int MaximumConnections = 256;

    private readonly WebApplication _application;

    private ArtifactServer(WebApplication application) => _application = application;

    /// <summary>The TCP port.</summary>
    public int Port => new Uri(_application.Urls.First()).Port;

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Address and port.</param>
    /// <param name="store">What is served.</param>
    /// <param name="tls">The server's TLS, with client certificates required; null for none.</param>
    /// <param name="devices">Tells who a client certificate is; null without TLS.</param>
    /// <exception cref="GatewayException">The address needs TLS, or the port cannot be used.</exception>
    public static async Task<ArtifactServer> StartAsync(ArtifactOptions options, ArtifactStore store, Action<HttpsConnectionAdapterOptions>? tls, IDeviceDirectory? devices)
    {
        if (!IPAddress.TryParse(options.Host, out IPAddress? address) || (tls is null && !IPAddress.IsLoopback(address)))
        {
            throw new GatewayException($"artifacts cannot be served on '{options.Host}': use 127.0.0.1, or an IP address of this machine together with TLS");
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaximumConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(address, options.Port ?? 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (tls is not null)
                {
                    listen.UseHttps(tls);
                }
            });
        });
        if (tls is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        WebApplication application = builder.Build();
        application.MapGet("/artifacts/{sha256}", (string sha256, HttpContext context) => Answer(sha256, context, store, devices));
        try
        {
            await application.StartAsync().ConfigureAwait(false);
            return new ArtifactServer(application);
        }
        catch (IOException exception)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new GatewayException($"port {options.Port} cannot be listened on for artifacts ({exception.Message}): give artifacts another port", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static IResult Answer(string sha256, HttpContext context, ArtifactStore store, IDeviceDirectory? devices)
    {
        if (devices is not null && !devices.TryIdentify(context.Connection.ClientCertificate, "", out _, out string? reason))
        {
            return Results.Text(reason, statusCode: StatusCodes.Status403Forbidden);
        }

        return store.TryFind(sha256, out string? path)
            ? Results.File(path, "application/octet-stream", enableRangeProcessing: true)
            : Results.NotFound();
    }
}
