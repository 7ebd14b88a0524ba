using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Outlets;

/// <summary>The writing end of each way that is compared.</summary>
internal sealed class OutletWriters : IDisposable
{
    private const int PeerLength = 80;

    private readonly MonotonicClock _clock;
    private readonly PerceptionEvent _perceived = new() { Kind = PerceptionEventKind.Touch, Active = true };
    private readonly byte[] _peerItem = new byte[PeerLength];
    private readonly Outlet? _outlet;
    private readonly Socket? _socket;
    private readonly string _address;
    private readonly SocketAddress? _target;
    private Stream? _pipe;

    private OutletWriters(string name, string address, MonotonicClock clock)
    {
        _clock = clock;
        _address = address;
        switch (name)
        {
            case "ring" or "ring-spin":
                OutletRingOptions options = new() { Path = address, Boot = 1, OriginNanoseconds = clock.OriginNanoseconds };
                _outlet = OutletRing.TryCreate(options, clock, out OutletRing? ring, out string problem) ? new Outlet(clock, [ring]) : throw new InvalidOperationException(problem);
                break;
            case "datagrams":
                _outlet = OutletDatagrams.TryCreate(address, 1, clock.OriginNanoseconds, out OutletDatagrams? datagrams, out string refusal) ? new Outlet(clock, [datagrams]) : throw new InvalidOperationException(refusal);
                break;
            case "unix":
                _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
                _target = new UnixDomainSocketEndPoint(address).Serialize();
                break;
            case "udp":
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                IPEndPoint target = new(IPAddress.Loopback, FreePort());
                _target = target.Serialize();
                ReaderAddress = target.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
        }

        ReaderAddress ??= address;
    }

    /// <summary>The ways, the outlet's own first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ring", "ring-spin", "datagrams", "unix", "udp", "pipe"];

    /// <summary>What the reader is started with.</summary>
    public string ReaderAddress { get; }

    /// <summary>A way in words.</summary>
    public static string Describe(string name) => name switch
    {
        "ring" => "outlet: ring, reader waits (futex)",
        "ring-spin" => "outlet: ring, reader spins",
        "datagrams" => "outlet: datagrams",
        "unix" => "peer: .NET Unix datagram socket",
        "udp" => "peer: .NET UDP socket, loopback",
        _ => "peer: pipe (standard input)",
    };

    /// <summary>Opens a way.</summary>
    public static OutletWriters Open(string name, string address, MonotonicClock clock) => new(name, address, clock);

    /// <summary>Learns of the reader, once it is ready.</summary>
    public void Connect(Process reader)
    {
        if (_outlet is null && _socket is null)
        {
            _pipe = reader.StandardInput.BaseStream;
        }
    }

    /// <summary>Publishes one item.</summary>
    public void Publish(int number)
    {
        long now = _clock.Nanoseconds;
        if (_outlet is not null)
        {
            _perceived.Stamp = new Stamp(now, 0);
            _perceived.Value = number;
            _outlet.Publish(new StreamId(0, 1), number, _perceived, FrameFlags.Simulated, now);
            return;
        }

        BinaryPrimitives.WriteInt64LittleEndian(_peerItem, number);
        BinaryPrimitives.WriteInt64LittleEndian(_peerItem.AsSpan(8), now + _clock.OriginNanoseconds);
        if (_socket is null)
        {
            _pipe!.Write(_peerItem);
            _pipe.Flush();
        }
        else
        {
            _socket.SendTo(_peerItem, SocketFlags.None, _target!);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        _outlet?.Dispose();
        _pipe?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outlet?.Dispose();
        _socket?.Dispose();
        File.Delete(_address);
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
