using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A TCP proxy on loopback that can refuse, stall, go half-open, be slow, and reset connections in the middle of a byte stream.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly int _upstreamPort;
    private TaskCompletionSource _flowing = Completed();
    private TaskCompletionSource _frozen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _listener;
    private Random? _resets;
    private int _resetWithin;
    private int _accepted;

    public FaultyProxy(int upstreamPort)
    {
        _upstreamPort = upstreamPort;
        Accept();
    }

    public int Port { get; private set; }

    public int Accepted => Volatile.Read(ref _accepted);

    public int Resets { get; private set; }

    /// <summary>How many bytes pass in a second, each way and connection; 0 for as many as come.</summary>
    public int BytesPerSecond { get; set; }

    /// <summary>Nobody listens any more: connecting is refused, and what was connected is reset.</summary>
    public void Refuse()
    {
        Interlocked.Exchange(ref _listener, null)?.Dispose();
        Reset();
    }

    /// <summary>Listens, again, at the same port.</summary>
    public void Accept()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        listener.Listen(4096);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _listener = listener;
        _ = Task.Run(() => AcceptAsync(listener));
    }

    /// <summary>Takes connections and passes nothing on, either way, until <see cref="Flow"/>.</summary>
    public void Stall() => _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Flow() => _flowing.TrySetResult();

    /// <summary>The connections that stand go dead without a word to either side; new ones are well.</summary>
    public void GoHalfOpen() => Interlocked.Exchange(ref _frozen, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Resets each connection after some of its bytes, at random below a bound; 0 stops it.</summary>
    public void ResetWithin(int bytes, int seed)
    {
        _resets = new Random(seed);
        Volatile.Write(ref _resetWithin, bytes);
    }

    /// <summary>Resets every connection that stands.</summary>
    public void Reset()
    {
        foreach (Socket socket in _sockets.Keys)
        {
            Abort(socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Refuse();
        _flowing.TrySetResult();
        _frozen.TrySetResult();
        _stop.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        TaskCompletionSource source = new();
        source.SetResult();
        return source;
    }

    private void Abort(Socket socket)
    {
        if (_sockets.TryRemove(socket, out _))
        {
            // Closed with nothing lingering: the peer gets RST, not FIN.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        Socket upstream = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _sockets[client] = true;
        _sockets[upstream] = true;
        Task frozen = _frozen.Task;
        try
        {
            await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort, _stop.Token);
            int budget = Volatile.Read(ref _resetWithin) is var within and > 0 ? Draw(within) : int.MaxValue;
            await Task.WhenAny(PumpAsync(client, upstream, frozen, budget), PumpAsync(upstream, client, frozen, int.MaxValue));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of both is gone: so is the other.
        }

        Abort(client);
        Abort(upstream);
    }

    private int Draw(int within)
    {
        lock (_stop)
        {
            Resets++;
            return _resets!.Next(within);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Task frozen, int budget)
    {
        byte[] buffer = new byte[16 << 10];
        try
        {
            while (budget > 0)
            {
                int count = await from.ReceiveAsync(buffer, _stop.Token);
                if (count == 0)
                {
                    return;
                }

                await _flowing.Task;
                if (frozen.IsCompleted)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }

                if (BytesPerSecond is var rate and > 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds((double)count / rate), _stop.Token);
                }

                int passed = Math.Min(count, budget);
                for (int sent = 0; sent < passed;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, passed - sent), _stop.Token);
                }

                budget -= budget == int.MaxValue ? 0 : passed;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of both is gone.
        }
    }
}
