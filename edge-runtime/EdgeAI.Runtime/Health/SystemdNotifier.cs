using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EdgeAI.Runtime.Health;

/// <summary>
/// Tells systemd how a service is (sd_notify(3)): a datagram to the socket that the environment names. Where nobody listens, nothing is told
/// and nothing fails.
/// </summary>
public sealed class SystemdNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;

    /// <summary>Makes a notifier.</summary>
    /// <param name="address">NOTIFY_SOCKET: a path, or an abstract name after @; null or empty where systemd does not listen.</param>
    /// <param name="watchdogMicroseconds">WATCHDOG_USEC: how often systemd wants to hear at least; null where it does not.</param>
    public SystemdNotifier(string? address, string? watchdogMicroseconds)
    {
        if (string.IsNullOrEmpty(address) || address[0] is not ('/' or '@'))
        {
            return;
        }

        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address);
        // What systemd's queue does not take is not waited for: this thread is the watchdog's.
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        if (long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0)
        {
            // sd_watchdog_enabled(3): half of the time is recommended.
            Period = microseconds * 1000 / 2;
        }
    }

    /// <summary>How often to say <see cref="Alive"/>, nanoseconds; null where systemd does not watch.</summary>
    public long? Period { get; }

    /// <summary>What this process's environment says.</summary>
    public static SystemdNotifier FromEnvironment() =>
        new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    /// <summary>The service has started.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The service is well.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <summary>The service goes down in order.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private void Send(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.ASCII.GetBytes(state), _address!);
        }
        catch (SocketException)
        {
            // Whoever listened is gone, or does not keep up: a robot does not stop for that.
        }
    }
}
