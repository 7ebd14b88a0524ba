using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Records;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>
/// One robot's MQTT 3.1.1 connection on a bare non-blocking socket. Its packets lie ready in one buffer: publishing writes their numbers,
/// stamps and checksums and hands all that may go to the system in one call.
/// </summary>
internal sealed class PublisherConnection : IDisposable
{
    /// <summary>The site in the topics.</summary>
    public const string Site = "bench";

    private const byte Puback = 0x40;
    private const int PubackLength = 4;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly EventPoll _poll;
    private readonly int _number;
    private readonly int _frames;
    private readonly int _packetIdOffset;
    private readonly int _payloadOffset;
    private readonly int _packetLength;
    private readonly byte[] _packets;
    private readonly byte[] _frame;
    private readonly byte[] _answers = new byte[PubackLength * 1024];
    private readonly long[] _sentAt;
    private readonly RobotBatchWriter? _batch;
    private readonly uint _boot = (uint)Environment.ProcessId;
    private int _answersLength;
    private int _unsentFrom;
    private int _unsentLength;
    private bool _watchesWritable;
    private long _published;
    private long _answered;

    public PublisherConnection(PublisherOptions options, int number, EventPoll poll)
    {
        _poll = poll;
        _number = number;
        _frames = options.Frames;
        int board = options.FirstBoard + number;
        string robot = $"robot-{board}";
        _frame = StampedFrame.Make(board, (ushort)_boot);
        _batch = _frames > 1 ? new RobotBatchWriter(64 + (_frames * (StampedFrame.Length + 32))) : null;
        byte[] packet = _batch is null
            ? MqttPackets.MakePublish(Topics.RawFrame(Site, robot, (ushort)board, 1), _frame, out _packetIdOffset, out _payloadOffset)
            : MqttPackets.MakePublish(Topics.RobotBatch(Site, robot), MakeBatch(0, 0).Span, out _packetIdOffset, out _payloadOffset);
        _packetLength = packet.Length;
        _sentAt = new long[options.Window];
        _packets = new byte[_packetLength * options.Window];
        for (int slot = 0; slot < options.Window; slot++)
        {
            packet.CopyTo(_packets, slot * _packetLength);
        }
    }

    /// <summary>Whether the broker has closed the connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The records that the broker acknowledged: the first so many of the robot's.</summary>
    public long Acknowledged => _answered * _frames;

    /// <summary>The records sent.</summary>
    public long Published => _published * _frames;

    /// <summary>Whether everything that was sent is answered.</summary>
    public bool IsIdle => _answered == _published || IsClosed;

    /// <summary>The publishes that may go now.</summary>
    public int Free => IsClosed || _unsentLength > 0 ? 0 : _sentAt.Length - (int)(_published - _answered);

    /// <summary>Connects, blocking.</summary>
    public void Connect(int port)
    {
        _socket.Connect(IPAddress.Loopback, port);
        byte[] answer = new byte[PubackLength];
        _socket.Send(MqttPackets.MakeConnect($"load-{_boot}-{_number}"));
        for (int length = 0; length < answer.Length;)
        {
            int read = _socket.Receive(answer.AsSpan(length));
            length += read > 0 ? read : throw new InvalidOperationException("the broker closed the connection instead of a CONNACK");
        }

        if (answer[0] != 0x20 || answer[3] != 0)
        {
            throw new InvalidOperationException($"the broker answered CONNECT with {Convert.ToHexString(answer)}");
        }

        _socket.Blocking = false;
        _poll.Add(_socket, _number);
    }

    /// <summary>Sends so many publishes, at most <see cref="Free"/>.</summary>
    public void Publish(int count)
    {
        // The window is a ring of packets: what goes together lies together, in two pieces where the ring ends.
        while (count > 0)
        {
            int slot = (int)(_published % _sentAt.Length);
            int together = Math.Min(count, _sentAt.Length - slot);
            for (int index = 0; index < together; index++)
            {
                Fill(slot + index);
            }

            count -= together;
            if (_unsentLength > 0)
            {
                _unsentLength += together * _packetLength;
                continue;
            }

            _unsentFrom = slot * _packetLength;
            _unsentLength = together * _packetLength;
            Flush();
        }
    }

    /// <summary>Goes on sending what the system had no room for, and takes the answers that are there.</summary>
    public void OnReady(LatencyHistogram latency)
    {
        if (_unsentLength > 0)
        {
            Flush();
        }

        while (!IsClosed)
        {
            int read = _socket.Receive(_answers.AsSpan(_answersLength), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return;
            }

            if (error != SocketError.Success || read == 0)
            {
                Close();
                return;
            }

            int room = _answers.Length - _answersLength;
            TakeAnswers(_answersLength + read, latency);
            if (read < room)
            {
                return; // The socket is empty: asking again would only hear so.
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Fill(int slot)
    {
        long now = Stopwatch.GetTimestamp();
        Span<byte> packet = _packets.AsSpan(slot * _packetLength, _packetLength);
        BinaryPrimitives.WriteUInt16BigEndian(packet[_packetIdOffset..], PacketId(_published));
        if (_batch is null)
        {
            StampedFrame.Write(packet[_payloadOffset..], _published, now);
        }
        else
        {
            MakeBatch(_published, now).Span.CopyTo(packet[_payloadOffset..]);
        }

        _sentAt[slot] = now;
        _published++;
    }

    private ReadOnlyMemory<byte> MakeBatch(long number, long now)
    {
        _batch!.Begin(_boot, (ulong)number + 1);
        for (int index = 0; index < _frames; index++)
        {
            StampedFrame.Write(_frame, (number * _frames) + index, now);
            _ = _batch.TryAdd(RecordClass.Telemetry, 1, 1, _frame);
        }

        return _batch.Finish();
    }

    private void Flush()
    {
        while (_unsentLength > 0)
        {
            int piece = Math.Min(_unsentLength, _packets.Length - _unsentFrom);
            int sent = _socket.Send(_packets.AsSpan(_unsentFrom, piece), SocketFlags.None, out SocketError error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                Close();
                return;
            }

            _unsentFrom = (_unsentFrom + sent) % _packets.Length;
            _unsentLength -= sent;
            if (error == SocketError.WouldBlock || sent < piece)
            {
                break;
            }
        }

        if (_watchesWritable != _unsentLength > 0)
        {
            _watchesWritable = _unsentLength > 0;
            _poll.WatchWritable(_socket, _number, _watchesWritable);
        }
    }

    private void TakeAnswers(int length, LatencyHistogram latency)
    {
        long now = Stopwatch.GetTimestamp();
        int offset = 0;
        for (; length - offset >= PubackLength; offset += PubackLength)
        {
            // In order (MQTT 3.1.1, section 4.6): so a count says which are acknowledged.
            if (_answers[offset] != Puback || BinaryPrimitives.ReadUInt16BigEndian(_answers.AsSpan(offset + 2)) != PacketId(_answered))
            {
                throw new InvalidOperationException($"the broker answered {Convert.ToHexString(_answers.AsSpan(offset, PubackLength))} where the PUBACK of publish {_answered} was due");
            }

            latency.Record(StampedFrame.Nanoseconds(now - _sentAt[_answered % _sentAt.Length]));
            _answered++;
        }

        _answers.AsSpan(offset, length - offset).CopyTo(_answers);
        _answersLength = length - offset;
    }

    private void Close()
    {
        IsClosed = true;
        _unsentLength = 0;
        _socket.Close();
    }

    private static ushort PacketId(long publish) => (ushort)((publish % ushort.MaxValue) + 1);
}
