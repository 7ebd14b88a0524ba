using System.Net.Sockets;
using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Links;

/// <summary>
/// A TCP connection to a board. Never blocks, allocates nothing while the connection stands. A lost connection is made again, twice a second. Not thread safe.
/// </summary>
/// <remarks>
/// A board that is gone without a word is noticed within 10 s: a board answers for its clock about once a second, so a connection over which nothing came for
/// that long is taken for dead and made again.
/// </remarks>
public sealed class TcpLink : ILink, IArrivalSource, IDisposable
{
    private const long ReconnectInterval = 500_000_000;

    // An address that does not answer would hold a connect for minutes.
    private const long ConnectLimit = 3_000_000_000;

    // Longer than a board takes to boot behind a serial server that resets it when someone connects.
    private const long SilenceLimit = 10_000_000_000;

    private readonly string _host;
    private readonly int _port;
    private readonly IClock _clock;
    private readonly byte[] _rest = new byte[FrameLayout.MaxLinkLength];
    private Socket? _socket;
    private Task? _connecting;
    private int _restFrom;
    private int _restCount;
    private long _connectAt = long.MinValue;
    private long _heardAt;
    private bool _disposed;

    /// <summary>Makes a link that connects when it is first used.</summary>
    /// <param name="host">The board's name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="clock">By which a lost connection is tried again.</param>
    public TcpLink(string host, int port, IClock clock)
    {
        _host = host;
        _port = port;
        _clock = clock;
    }

    /// <summary>Connections that were made.</summary>
    public int Connections { get; private set; }

    /// <inheritdoc/>
    public int Descriptor { get; private set; } = -1;

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (Connected() is not { } socket)
        {
            return LinkStatus.Closed;
        }

        if (!SendRest(socket))
        {
            return _socket is null ? LinkStatus.Closed : LinkStatus.Full;
        }

        int sent = SendSome(socket, buffer.AsSpan(offset, count));
        if (sent <= 0)
        {
            return sent < 0 ? LinkStatus.Closed : LinkStatus.Full;
        }

        // A frame that has begun must end: what the connection did not take now goes first next time.
        _restFrom = 0;
        _restCount = count - sent;
        buffer.AsSpan(offset + sent, _restCount).CopyTo(_rest);
        return LinkStatus.Ok;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (Connected() is not { } socket)
        {
            return 0;
        }

        SendRest(socket);
        if (_socket is null)
        {
            return 0;
        }

        int count = socket.Receive(buffer.AsSpan(offset, capacity), SocketFlags.None, out SocketError error);
        long now = _clock.Nanoseconds;
        if (error == SocketError.WouldBlock && now - _heardAt <= SilenceLimit)
        {
            return 0;
        }

        if (error != SocketError.Success || count == 0)
        {
            Lose();
            return 0;
        }

        _heardAt = now;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Descriptor = -1;
        _socket?.Dispose();
        _socket = null;
    }

    private Socket? Connected()
    {
        if (_connecting is { IsCompleted: true })
        {
            bool failed = !_connecting.IsCompletedSuccessfully;
            _ = _connecting.Exception;
            _connecting = null;
            if (failed)
            {
                Lose();
            }
            else
            {
                _socket!.Blocking = false;
                Connections++;
                Descriptor = (int)_socket.Handle;
                _heardAt = _clock.Nanoseconds;
            }
        }

        long now = _clock.Nanoseconds;
        if (_socket is not null)
        {
            if (_connecting is not null && now - _connectAt > ConnectLimit)
            {
                _connecting = null;
                Lose();
            }

            return _connecting is null ? _socket : null;
        }

        if (!_disposed && now >= _connectAt)
        {
            _connectAt = now + ReconnectInterval;
            try
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                _connecting = _socket.ConnectAsync(_host, _port);
            }
            catch (SocketException)
            {
                // This process has all the descriptors it may: not connected yet, and tried again.
                _socket?.Dispose();
                _socket = null;
            }
        }

        return null;
    }

    private bool SendRest(Socket socket)
    {
        while (_restCount > 0)
        {
            int sent = SendSome(socket, _rest.AsSpan(_restFrom, _restCount));
            if (sent <= 0)
            {
                return false;
            }

            _restFrom += sent;
            _restCount -= sent;
        }

        return true;
    }

    private int SendSome(Socket socket, ReadOnlySpan<byte> bytes)
    {
        int sent = socket.Send(bytes, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return 0;
        }

        if (error != SocketError.Success)
        {
            Lose();
            return -1;
        }

        return sent;
    }

    private void Lose()
    {
        Descriptor = -1;
        _socket?.Dispose();
        _socket = null;
        _restCount = 0;
        _connectAt = _clock.Nanoseconds + ReconnectInterval;
    }
}
