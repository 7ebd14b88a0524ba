using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeAI.Gateway.Broker;

/// <summary>The listeners: sockets, TLS and WebSocket by Kestrel, and what comes over them handed to the broker as two pipes.</summary>
internal sealed class BrokerServer : IAsyncDisposable
{
    /// <summary>The path of MQTT over WebSocket; what most clients have as their default.</summary>
    public const string WebSocketPath = "/mqtt";

    // [MQTT-6.0.0-3].
    private const string SubProtocol = "mqtt";

    // What a connection holds of what was read and not yet taken, and written and not yet sent.
    private const int BufferBytes = 64 << 10;

    private readonly RecordBroker _broker;
    private readonly IReadOnlyList<ListenerOptions> _listeners;
    private readonly List<ListenOptions> _bound = [];
    private readonly WebApplication _application;

    /// <exception cref="GatewayException">A listener's address is none or needs TLS; the message says so.</exception>
    public BrokerServer(IReadOnlyList<ListenerOptions> listeners, ITlsServer? tls, RecordBroker broker)
    {
        _broker = broker;
        _listeners = listeners;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // Ctrl-C belongs to whoever runs the gateway.
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets =>
        {
            // The loops never block, so they may run where the socket's event was found.
            sockets.UnsafePreferInlineScheduling = true;
            sockets.MaxReadBufferSize = BufferBytes;
            sockets.MaxWriteBufferSize = BufferBytes;
        });
        foreach (ListenerOptions listener in listeners)
        {
            IPAddress address = listener.ParseAddress();
            if (listener.Tls && tls is null)
            {
                throw new GatewayException($"the listener on {listener.Address}:{listener.Port} is to speak TLS and the gateway has no certificate authority: create one first");
            }

            builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, listener, address, tls));
        }

        _application = builder.Build();
        _application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        _application.Run(ServeWebAsync);
    }

    /// <summary>The listeners' TCP ports, in the order of the options; the ones that the system chose where 0 was asked for.</summary>
    public IReadOnlyList<int> Ports => [.. _bound.Select(bound => bound.IPEndPoint!.Port)];

    /// <exception cref="GatewayException">A port cannot be used; the message says why and what to do.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _application.StartAsync().ConfigureAwait(false);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new GatewayException($"port {PortIn(exception)} is in use: stop the program that listens there, or give the gateway another port", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw new GatewayException($"{Describe()} cannot be listened on ({exception.Message.ReplaceLineEndings(" ")}): give the gateway another address or port", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource soon = new(_broker.Limits.StopTimeout, _broker.Time);
        try
        {
            await _application.StopAsync(soon.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever did not go is cut off by the disposal.
        }

        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private void Listen(KestrelServerOptions kestrel, ListenerOptions listener, IPAddress address, ITlsServer? tls)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = _broker.Limits.ConnectTimeout;
        kestrel.Limits.KeepAliveTimeout = _broker.Limits.ConnectTimeout;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(address, listener.Port, bound =>
        {
            _bound.Add(bound);
            // Before the handshake, which costs a thousand times what refusing does.
            bound.Use(next => connection => AdmitAsync(connection, next));
            if (listener.Tls)
            {
                bound.UseHttps(options =>
                {
                    options.HandshakeTimeout = _broker.Limits.ConnectTimeout;
                    tls!.Configure(options);
                });
            }

            if (listener.Kind == ListenerKind.Tcp)
            {
                bound.Run(ServeTcpAsync);
            }
            else
            {
                bound.Protocols = HttpProtocols.Http1;
            }
        });
    }

    private async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!_broker.TryEnter())
        {
            connection.Abort();
            return;
        }

        try
        {
            // A peer that vanished without a word is found by the system where the client's keep-alive does not say it earlier.
            connection.Features.Get<IConnectionSocketFeature>()?.Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _broker.Leave();
        }
    }

    private Task ServeTcpAsync(ConnectionContext connection)
    {
        ITlsConnectionFeature? tls = connection.Features.Get<ITlsConnectionFeature>();
        X509Certificate2? certificate = tls?.ClientCertificate;
        if (tls is not null && certificate is null)
        {
            // Without a certificate it would pass for a program of this machine.
            connection.Abort();
            return Task.CompletedTask;
        }

        return _broker.ServeAsync(connection.Transport.Input, connection.Transport.Output, certificate, connection.Abort);
    }

    private async Task ServeWebAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || context.Request.Path != WebSocketPath)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (context.Request.IsHttps && context.Connection.ClientCertificate is null)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol) || !MayConnect(context))
        {
            context.Response.StatusCode = MayConnect(context) ? StatusCodes.Status400BadRequest : StatusCodes.Status403Forbidden;
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(SubProtocol).ConfigureAwait(false);
        await using WebSocketBytes stream = new(socket);
        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        PipeWriter output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await _broker.ServeAsync(input, output, context.Connection.ClientCertificate, context.Abort).ConfigureAwait(false);
        await stream.CloseAsync().ConfigureAwait(false);
    }

    // A browser lets any page open a WebSocket to any address, this machine's included, and says where the page is from.
    private bool MayConnect(HttpContext context)
    {
        string? origin = context.Request.Headers.Origin;
        if (string.IsNullOrEmpty(origin))
        {
            return true;
        }

        ListenerOptions? listener = _listeners.Where((_, index) => _bound[index].IPEndPoint!.Port == context.Connection.LocalPort).FirstOrDefault();
        return listener is { AllowedOrigins.Count: > 0 }
            ? listener.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            : Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && page.IsLoopback;
    }

    private string Describe() => string.Join(", ", _listeners.Select(listener => $"{listener.Address}:{listener.Port}"));

    // Kestrel names the address that failed in its message: "Failed to bind to address http://127.0.0.1:1883: address already in use."
    private string PortIn(IOException exception)
        => _listeners.Select(listener => listener.Port.ToString()).FirstOrDefault(port => exception.Message.Contains($":{port}:", StringComparison.Ordinal)) ?? Describe();
}
