using System.Diagnostics.CodeAnalysis;
using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Links;

/// <summary>
/// A serial line to a board: a UART, USB as one, or a pseudo-terminal. Never blocks, allocates nothing while the line stands. A line that goes away is opened
/// again when it is back, by the same path. Not thread safe.
/// </summary>
/// <remarks>Serial lines and ttys are Linux's; elsewhere opening says so.</remarks>
public sealed class SerialLink : ILink, IArrivalSource, IDisposable
{
    private const long ReopenInterval = 500_000_000;

    private readonly string _path;
    private readonly int _baud;
    private readonly IClock _clock;
    private readonly byte[] _rest = new byte[FrameLayout.MaxLinkLength];
    private int _descriptor;
    private int _restFrom;
    private int _restCount;
    private long _reopenAt;
    private bool _disposed;

    private SerialLink(string path, int baud, IClock clock, int descriptor)
    {
        _path = path;
        _baud = baud;
        _clock = clock;
        _descriptor = descriptor;
    }

    /// <summary>How often the line was gone and came back.</summary>
    public int Reopened { get; private set; }

    /// <summary>Whether the line stands now.</summary>
    public bool IsOpen => _descriptor >= 0;

    /// <inheritdoc/>
    public int Descriptor => _descriptor;

    /// <summary>Opens a line, and says what is missing and how to mend it where that fails.</summary>
    /// <param name="path">The device node, such as /dev/ttyACM0.</param>
    /// <param name="baud">Bits per second, one that Linux names; of no meaning on USB and pseudo-terminals.</param>
    /// <param name="clock">By which a lost line is tried again.</param>
    /// <param name="link">The open line; null on failure.</param>
    /// <param name="problem">Empty, or one line naming the node and the mend.</param>
    public static bool TryOpen(string path, int baud, IClock clock, [NotNullWhen(true)] out SerialLink? link, out string problem)
    {
        ArgumentNullException.ThrowIfNull(clock);
        link = null;
        if (!OperatingSystem.IsLinux())
        {
            problem = $"{path}: serial lines are opened on Linux alone; use a tcp link here";
            return false;
        }

        if (!TerminalLine.KnownSpeeds.Contains(baud))
        {
            problem = $"{path}: {baud} is no speed of a serial line; use one of {string.Join(", ", TerminalLine.KnownSpeeds)}";
            return false;
        }

        int errno = TerminalLine.Open(path, baud, out int descriptor);
        if (errno != 0)
        {
            problem = Describe(path, errno);
            return false;
        }

        link = new SerialLink(path, baud, clock, descriptor);
        problem = "";
        return true;
    }

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!Stands())
        {
            return LinkStatus.Closed;
        }

        if (!SendRest())
        {
            return IsOpen ? LinkStatus.Full : LinkStatus.Closed;
        }

        int sent = TerminalLine.Write(_descriptor, buffer.AsSpan(offset, count));
        if (sent < 0)
        {
            Lose();
            return LinkStatus.Closed;
        }

        if (sent == 0)
        {
            return LinkStatus.Full;
        }

        // A frame that has begun must end: what the line did not take now goes first next time.
        _restFrom = 0;
        _restCount = count - sent;
        buffer.AsSpan(offset + sent, _restCount).CopyTo(_rest);
        return LinkStatus.Ok;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!Stands())
        {
            return 0;
        }

        SendRest();
        if (!IsOpen)
        {
            return 0;
        }

        int count = TerminalLine.Read(_descriptor, buffer.AsSpan(offset, capacity));
        if (count < 0)
        {
            Lose();
            return 0;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        if (IsOpen)
        {
            _ = TerminalLine.Close(_descriptor);
            _descriptor = -1;
        }
    }

    private static string Describe(string path, int errno) => errno switch
    {
        TerminalLine.NoEntry => $"{path} is not there: plug the board in (ls /dev/ttyACM* /dev/ttyUSB* shows what is) and name its node",
        TerminalLine.AccessDenied => $"{path} may not be opened: add the user to its group (usually dialout) and log in again",
        TerminalLine.Busy => $"{path} is in use by another program: end that program (fuser {path} names it)",
        TerminalLine.NotATerminal => $"{path} is no serial line: name a node such as /dev/ttyACM0",
        _ => $"{path} cannot be opened (error {errno}): check the node and its cable",
    };

    private bool Stands()
    {
        if (IsOpen)
        {
            return true;
        }

        long now = _clock.Nanoseconds;
        if (_disposed || now < _reopenAt)
        {
            return false;
        }

        _reopenAt = now + ReopenInterval;
        if (TerminalLine.Open(_path, _baud, out _descriptor) != 0)
        {
            _descriptor = -1;
            return false;
        }

        Reopened++;
        return true;
    }

    private bool SendRest()
    {
        while (_restCount > 0)
        {
            int sent = TerminalLine.Write(_descriptor, _rest.AsSpan(_restFrom, _restCount));
            if (sent <= 0)
            {
                if (sent < 0)
                {
                    Lose();
                }

                return false;
            }

            _restFrom += sent;
            _restCount -= sent;
        }

        return true;
    }

    private void Lose()
    {
        _ = TerminalLine.Close(_descriptor);
        _descriptor = -1;
        _restCount = 0;
        _reopenAt = _clock.Nanoseconds + ReopenInterval;
    }
}
