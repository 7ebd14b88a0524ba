using System.Net;
using System.Net.Sockets;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>A line over TCP: listens on the loopback interface and serves one reader at a time, the newest.</summary>
public sealed class TcpHostLine : IHostLine
{
    private readonly TcpListener _listener;
    private readonly object _gate = new();
    private Socket? _reader;
    private bool _disposed;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public TcpHostLine(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start(1);
        Name = _listener.LocalEndpoint.ToString()!;
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
            {
                return _reader is not null;
            }
        }
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        lock (_gate)
        {
            if (_reader is null)
            {
                return 0;
            }

            int count = _reader.Receive(buffer.AsSpan(offset, capacity), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return 0;
            }

            if (error != SocketError.Success || count == 0)
            {
                Lose();
                return 0;
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_reader is null)
                {
                    return false;
                }

                int sent = _reader.Send(bytes, SocketFlags.None, out SocketError error);
                if (error is not (SocketError.Success or SocketError.WouldBlock))
                {
                    Lose();
                    return false;
                }

                bytes = bytes[sent..];
            }

            if (bytes.IsEmpty)
            {
                return true;
            }

            if (milliseconds-- <= 0)
            {
                return false;
            }

            Thread.Sleep(1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Lose();
        }

        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = await _listener.AcceptSocketAsync().ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }

            accepted.Blocking = false;
            accepted.NoDelay = true;
            lock (_gate)
            {
                Lose();
                if (_disposed)
                {
                    accepted.Dispose();
                    return;
                }

                _reader = accepted;
            }
        }
    }

    private void Lose()
    {
        _reader?.Dispose();
        _reader = null;
    }
}
