using EdgeAI.Device.Application;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Tests.Robot.Boards;

/// <summary>A line whose reader waits, refuses or reads, as it is told; it counts what arrives by the board's boot and remembers what it is to say.</summary>
internal sealed class MoodyLine : IHostLine
{
    private readonly ManualResetEventSlim _goOn = new(false);
    private readonly FrameReceiver _receiver = new();
    private readonly Dictionary<ushort, long> _arrived = [];
    private volatile bool _refuses;
    private volatile byte[]? _toSay;
    private int _refused;

    public string Name => "moody";

    public bool IsConnected => true;

    /// <summary>Frames of sensors' streams that were refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Frames of sensors' streams that arrived.</summary>
    public long Arrived
    {
        get
        {
            lock (_arrived)
            {
                return _arrived.Values.Sum();
            }
        }
    }

    /// <summary>The boots that frames arrived from, in order.</summary>
    public ushort[] Boots
    {
        get
        {
            lock (_arrived)
            {
                return [.. _arrived.Keys.Order()];
            }
        }
    }

    public void Refuse()
    {
        _refuses = true;
        _goOn.Set();
    }

    public void Read() => _refuses = false;

    public void Say(FrameHeader header, Message message)
    {
        byte[] form = new byte[FrameLayout.MaxLinkLength];
        _toSay = form[..FrameEncoder.EncodeForLink(header, message, form, 0, form.Length)];
    }

    public int Receive(byte[] buffer, int offset, int capacity)
    {
        if (_toSay is not { } said)
        {
            return 0;
        }

        _toSay = null;
        said.CopyTo(buffer, offset);
        return said.Length;
    }

    public bool Write(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        _goOn.Wait();
        byte[] form = bytes.ToArray();
        if (_refuses)
        {
            _refused += SendQueue.IsReading(form, form.Length) ? 1 : 0;
            return false;
        }

        int position = 0;
        while (_receiver.TryReceive(form, ref position, form.Length))
        {
            FrameHeader header = _receiver.Header;
            if (header.Stream != BoardAddress.HousekeepingStream)
            {
                lock (_arrived)
                {
                    _arrived[header.Boot] = _arrived.GetValueOrDefault(header.Boot) + 1;
                }
            }
        }

        return true;
    }

    public void Dispose() => _goOn.Dispose();
}
