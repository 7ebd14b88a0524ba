using System.Net;
using System.Net.WebSockets;
using EdgeAI.Robot.Commands;
using EdgeAI.Runtime.LiveView;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Robot.LiveView;

/// <summary>Serves a live view over WebSockets. What a client does, or does not do, stays between its socket and its session's bounded queue.</summary>
internal sealed class LiveViewEndpoint : IAsyncDisposable
{
    // A client that does not answer a ping within the limit is gone, whatever its TCP connection says.
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;
    private readonly LiveViewServer _server;

    private LiveViewEndpoint(WebApplication application, LiveViewServer server)
    {
        _application = application;
        _server = server;
    }

    /// <summary>Where it listens, such as ws://127.0.0.1:8765.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Begins to listen.</summary>
    /// <param name="server">What is shown.</param>
    /// <param name="host">The address to listen on.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <exception cref="CannotRunException">The address cannot be listened on.</exception>
    public static async Task<LiveViewEndpoint> StartAsync(LiveViewServer server, string host, int port)
    {
        IPAddress address = AddressOf(host);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;

            // One more than are let in, so that one too many is told so, and a crowd is not even heard.
            options.Limits.MaxConcurrentConnections = server.MaxClients + 8;
            options.Limits.MaxConcurrentUpgradedConnections = server.MaxClients + 1;
            options.Limits.MaxRequestBodySize = 0;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            options.Listen(address, port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = StopLimit);
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        LiveViewEndpoint endpoint = new(application, server);
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = PingPeriod, KeepAliveTimeout = PingLimit });
        application.Run(endpoint.ServeAsync);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException or UnauthorizedAccessException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new CannotRunException($"live view on {host}, port {port}: {(failure.InnerException ?? failure).Message}; name another with --live-view or in the profile's liveView", failure);
        }

        endpoint.Address = application.Urls.First().Replace("http://", "ws://", StringComparison.Ordinal);
        return endpoint;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(StopLimit);
        await _application.StopAsync(limit.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static IPAddress AddressOf(string host)
    {
        if (host == "localhost")
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(host, out IPAddress? address)
            ? address
            : throw new CannotRunException($"live view: '{host}' is no address to listen on; write one of this machine's in the profile's liveView.host, such as 127.0.0.1");
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(LiveViewProtocol.Subprotocol))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"this is a WebSocket of the subprotocol {LiveViewProtocol.Subprotocol}: open it in Foxglove").ConfigureAwait(false);
            return;
        }

        if (!OriginRule.Allows(context.Request.Headers.Origin))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "pages of other sites may not look at this robot").ConfigureAwait(false);
            return;
        }

        using LiveSession? session = _server.TryConnect();
        if (session is null)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"{_server.MaxClients} clients watch already").ConfigureAwait(false);
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(LiveViewProtocol.Subprotocol).ConfigureAwait(false);
        CancellationToken stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        Task sending = SendAsync(socket, session, over.Token);
        try
        {
            await ReceiveAsync(socket, session, over.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The client left without a word, or the robot ends.
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            session.Dispose();
            await sending.ConfigureAwait(false);
            socket.Abort();
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(reason + "\n").ConfigureAwait(false);
    }

    private static async Task ReceiveAsync(WebSocket socket, LiveSession session, CancellationToken stop)
    {
        byte[] buffer = new byte[LiveViewProtocol.MaxClientMessage];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(length), stop).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync(socket, WebSocketCloseStatus.NormalClosure, "").ConfigureAwait(false);
                return;
            }

            length += received.Count;
            LiveViewRejection rejection = LiveViewRejection.None;
            if (received.EndOfMessage)
            {
                rejection = session.Take(buffer.AsSpan(0, length), received.MessageType == WebSocketMessageType.Text);
                length = 0;
            }
            else if (length == buffer.Length)
            {
                rejection = session.Refuse(LiveViewRejection.TooLong);
            }

            if (rejection != LiveViewRejection.None)
            {
                WebSocketCloseStatus status = rejection == LiveViewRejection.TooLong ? WebSocketCloseStatus.MessageTooBig : WebSocketCloseStatus.PolicyViolation;
                await CloseAsync(socket, status, rejection.ToString()).ConfigureAwait(false);
                await ReadToTheEndAsync(socket, buffer).ConfigureAwait(false);
                return;
            }
        }
    }

    // Sends that are under way when a socket closes end with it: closing waits for nothing.
    private static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status, string reason)
    {
        using CancellationTokenSource limit = new(StopLimit);
        await socket.CloseOutputAsync(status, reason, limit.Token).ConfigureAwait(false);
    }

    // A connection that is left with bytes unread is reset, and the client may lose the reason with it.
    private static async Task ReadToTheEndAsync(WebSocket socket, byte[] buffer)
    {
        using CancellationTokenSource limit = new(StopLimit);
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), limit.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // It left, or talks on without end: it has had its time.
        }
    }

    private static async Task SendAsync(WebSocket socket, LiveSession session, CancellationToken stop)
    {
        byte[] head = new byte[LiveViewProtocol.MessageDataHead];
        try
        {
            do
            {
                while (session.TryTake(head, out LiveOutgoing next))
                {
                    try
                    {
                        WebSocketMessageType type = next.IsText ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                        await socket.SendAsync(next.Head, type, endOfMessage: next.Payload is null, stop).ConfigureAwait(false);
                        if (next.Payload is { } payload)
                        {
                            await socket.SendAsync(payload.Data, type, endOfMessage: true, stop).ConfigureAwait(false);
                        }
                    }
                    finally
                    {
                        next.Payload?.Release();
                    }
                }
            }
            while (await session.WaitAsync(stop).ConfigureAwait(false));
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The receiving side sees the same end and closes up.
        }
    }
}
