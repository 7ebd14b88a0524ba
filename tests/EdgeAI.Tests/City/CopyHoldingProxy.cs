using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.City;

/// <summary>
/// Stands between a client and PostgreSQL and, when told to, keeps a COPY in its middle: so many of its bytes pass, cut out of their CopyData message if need be,
/// and what is behind them does not (PostgreSQL, "Message Formats"). Without TLS, whose first message would be another.
/// </summary>
internal sealed class CopyHoldingProxy : IAsyncDisposable
{
    private const byte CopyData = (byte)'d';
    private const int HeaderLength = 5;

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

    /// <summary>Holds the next COPY of more than so many bytes once these have passed; ends when it is held.</summary>
    public Task HoldAsync(int afterBytes)
    {
        Hold hold = new(afterBytes);
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
        byte[] length = new byte[HeaderLength - 1];
        await client.ReadExactlyAsync(length, _stop.Token);
        await server.WriteAsync(length, _stop.Token);
        await server.WriteAsync(await ReadBodyAsync(client, length), _stop.Token);

        byte[] header = new byte[HeaderLength];
        int copied = 0;
        while (true)
        {
            await client.ReadExactlyAsync(header, _stop.Token);
            byte[] body = await ReadBodyAsync(client, header.AsMemory(1));
            copied = header[0] == CopyData ? copied + body.Length : 0;
            if (_hold is { } hold && copied > hold.AfterBytes && !hold.Reached.Task.IsCompleted)
            {
                int passed = body.Length - (copied - hold.AfterBytes);
                await WriteCopyDataAsync(server, body.AsMemory(0, passed));
                hold.Reached.TrySetResult();
                await hold.Released.Task;
                await WriteCopyDataAsync(server, body.AsMemory(passed));
                continue;
            }

            await server.WriteAsync(header, _stop.Token);
            await server.WriteAsync(body, _stop.Token);
        }
    }

    // The length counts itself and not the type.
    private async Task<byte[]> ReadBodyAsync(NetworkStream client, ReadOnlyMemory<byte> length)
    {
        byte[] body = new byte[BinaryPrimitives.ReadInt32BigEndian(length.Span) - sizeof(int)];
        await client.ReadExactlyAsync(body, _stop.Token);
        return body;
    }

    private async Task WriteCopyDataAsync(NetworkStream server, ReadOnlyMemory<byte> bytes)
    {
        byte[] header = new byte[HeaderLength];
        header[0] = CopyData;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), bytes.Length + sizeof(int));
        await server.WriteAsync(header, _stop.Token);
        await server.WriteAsync(bytes, _stop.Token);
    }

    private sealed class Hold(int afterBytes)
    {
        public int AfterBytes { get; } = afterBytes;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
