using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.City;

/// <summary>
/// Stands between a client and PostgreSQL and, when told to, keeps a COPY in its middle: so many of its CopyData messages pass, the next one and all behind it
/// do not (PostgreSQL, "Message Formats"). Without TLS, whose first message would be another.
/// </summary>
internal sealed class CopyHoldingProxy : IAsyncDisposable
{
    private const byte CopyData = (byte)'d';

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int _serverPort;
    private Hold? _hold;

    public CopyHoldingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Holds the next COPY once so many of its messages have passed; ends when it is held.</summary>
    public Task HoldAsync(int afterMessages)
    {
        Hold hold = new(afterMessages);
        _hold = hold;
        return hold.Reached.Task;
    }

    /// <summary>Lets go of what it holds, and holds nothing more.</summary>
    public void Release() => Interlocked.Exchange(ref _hold, null)?.Released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        try
        {
            using TcpClient server = new() { NoDelay = true };
            await using NetworkStream client = new(accepted, ownsSocket: true);
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            NetworkStream upstream = server.GetStream();
            await Task.WhenAny(PassMessagesAsync(client, upstream), upstream.CopyToAsync(client, _stop.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of both is gone: so is the other.
        }
    }

    private async Task PassMessagesAsync(NetworkStream client, NetworkStream server)
    {
        // The first message has no type: its length, and the parameters of the session.
        await PassAsync(client, server, new byte[4], lengthAt: 0);
        byte[] header = new byte[5];
        while (true)
        {
            await client.ReadExactlyAsync(header, _stop.Token);
            if (header[0] == CopyData && _hold is { } hold && hold.Left-- == 0)
            {
                hold.Reached.TrySetResult();
                await hold.Released.Task;
            }

            await PassAsync(client, server, header, lengthAt: 1, isRead: true);
        }
    }

    private async Task PassAsync(NetworkStream client, NetworkStream server, byte[] header, int lengthAt, bool isRead = false)
    {
        if (!isRead)
        {
            await client.ReadExactlyAsync(header, _stop.Token);
        }

        // The length counts itself and not the type.
        byte[] message = new byte[lengthAt + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(lengthAt))];
        header.CopyTo(message, 0);
        await client.ReadExactlyAsync(message.AsMemory(header.Length), _stop.Token);
        await server.WriteAsync(message, _stop.Token);
    }

    private sealed class Hold(int messages)
    {
        public int Left { get; set; } = messages;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
