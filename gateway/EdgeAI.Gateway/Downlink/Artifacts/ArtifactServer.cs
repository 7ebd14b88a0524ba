using System.Net;
using System.Net.Sockets;
using EdgeAI.Gateway.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>Serves artifacts to robots: <c>GET /artifacts/{sha256}</c> with Range. Without TLS on loopback only; with TLS to devices that the local authority knows.</summary>
internal sealed class ArtifactServer : IAsyncDisposable
{
    // Many robots behind one gateway fetch at once when a stage begins.
    private const int MaximumConnections = 256;

    private readonly WebApplication _application;

    private ArtifactServer(WebApplication application, bool isSecure)
    {
        _application = application;
        IsSecure = isSecure;
    }

    /// <summary>Whether it speaks TLS.</summary>
    public bool IsSecure { get; }

    /// <summary>The TCP port.</summary>
    public int Port => new Uri(_application.Urls.First()).Port;

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Address and port.</param>
    /// <param name="store">What is served.</param>
    /// <param name="directory">Who devices are and the certificates to show them; null where there is no local authority.</param>
    /// <exception cref="GatewayException">The address needs TLS, or the port cannot be used.</exception>
    public static async Task<ArtifactServer> StartAsync(ArtifactOptions options, ArtifactStore store, DeviceDirectory? directory)
    {
        DeviceDirectory? devices = IPAddress.TryParse(options.Host, out IPAddress? address) && !IPAddress.IsLoopback(address) ? directory : null;
        if (address is null || (devices is null && !IPAddress.IsLoopback(address)))
        {
            throw new GatewayException($"artifacts cannot be served on '{options.Host}': use 127.0.0.1, or an IP address of this machine together with a local authority for TLS (--identity)");
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
                if (devices is not null)
                {
                    listen.UseHttps(devices.Configure);
                }
            });
        });
        if (devices is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        WebApplication application = builder.Build();
        application.MapGet("/artifacts/{sha256}", (string sha256, HttpContext context) => Answer(sha256, context, store, devices));
        try
        {
            await application.StartAsync().ConfigureAwait(false);
            return new ArtifactServer(application, devices is not null);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new GatewayException($"{options.Host}:{options.Port} cannot be listened on for artifacts ({exception.Message.ReplaceLineEndings(" ")}): give artifacts a free port above 1023 and an address of this machine", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static IResult Answer(string sha256, HttpContext context, ArtifactStore store, DeviceDirectory? devices)
    {
        if (devices is not null)
        {
            // Without a certificate it would pass for a program of this machine.
            string? reason = "show the certificate of an enrolled device";
            if (context.Connection.ClientCertificate is not { } certificate || !devices.TryIdentify(certificate, "", out _, out reason))
            {
                return Results.Text(reason, statusCode: StatusCodes.Status403Forbidden);
            }
        }

        return store.TryFind(sha256, out string? path)
            ? Results.File(path, "application/octet-stream", enableRangeProcessing: true)
            : Results.NotFound();
    }
}
