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

    // What a connection holds of what came and was not taken: as many as wait for the disk hold so much each. The rest stays with the system.
    private const int ReceiveBytes = 16 << 10;

    // What it holds of what was written and not yet sent: only for a client that does not read.
    private const int SendBytes = 64 << 10;

    // TCP's keep-alive: when it begins to ask, how often, and how many questions stay without an answer.
    private const int KeepAliveSeconds = 60;
    private const int KeepAliveIntervalSeconds = 15;
    private const int KeepAliveProbes = 4;

    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(20);


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
            sockets.MaxReadBufferSize = ReceiveBytes;
            sockets.MaxWriteBufferSize = SendBytes;
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
        SilentPeer peer = new(connection.Abort);
        if (!_broker.TryEnter((connection.RemoteEndPoint as IPEndPoint)?.Address, peer))
        {
            connection.Abort();
            return;
        }

        try
        {
            connection.Features.Set(peer);
            if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            {
                WatchBySystem(socket);
            }

            await next(connection).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // Gone before it was served.
            connection.Abort();
        }
        finally
        {
            _broker.Leave(peer);
        }
    }

    // A peer that vanished without a word is found by the system where the client's keep-alive does not say it earlier: after two minutes.
    private static void WatchBySystem(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
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

        Socket? socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        return _broker.ServeAsync(
            new MqttTransport(connection.Transport.Input, connection.Transport.Output, () => EndOutputAsync(socket), certificate, connection.ConnectionClosed),
            connection.Features.GetRequiredFeature<SilentPeer>());
    }

    // Kestrel does not tell when what was flushed has gone to the system. It has, unless the client's window is full; what waits then goes as
    // soon as the socket takes more. So a socket that takes more, and still does a moment later, has it all.
    private async ValueTask EndOutputAsync(Socket? socket)
    {
        try
        {
            for (int writable = 0; socket is not null && writable < 2;)
            {
                writable = socket.Poll(0, SelectMode.SelectWrite) ? writable + 1 : 0;
                if (writable < 2)
                {
                    await Task.Delay(DrainPoll, _broker.Time).ConfigureAwait(false);
                }
            }

            socket?.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }
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
        Pipe received = new(new PipeOptions(pauseWriterThreshold: ReceiveBytes, resumeWriterThreshold: ReceiveBytes / 2, useSynchronizationContext: false));
        Task pumping = stream.PumpAsync(received.Writer);
        PipeWriter output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        try
        {
            await _broker.ServeAsync(
                new MqttTransport(received.Reader, output, stream.EndOutputAsync, context.Connection.ClientCertificate, context.RequestAborted),
                context.Features.GetRequiredFeature<SilentPeer>()).ConfigureAwait(false);
        }
        finally
        {
            // Whoever has not closed by now is not waited for.
            await received.Reader.CompleteAsync().ConfigureAwait(false);
            socket.Abort();
            await pumping.ConfigureAwait(false);
        }
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
