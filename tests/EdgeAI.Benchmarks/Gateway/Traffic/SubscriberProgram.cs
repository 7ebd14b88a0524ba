using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Records;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>
/// The city's process: subscribes at an upstream broker to all that a gateway or a bridge brings, checks every frame and counts it once.
/// Says "ready" when it is subscribed; takes "mark" (counts, and the ages at arrival since the last mark), "check board=N each=..." (how many
/// of the acknowledged frames are missing) and "quit".
/// </summary>
internal sealed class SubscriberProgram : IDisposable
{
    // Longer than any packet: a batch is at most 1 MiB.
    private const int BufferLength = 8 << 20;
    private const int PollMilliseconds = 20;

    private readonly ArrivalLedger _ledger = new();
    private readonly CommandLines _commands = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly byte[] _answers = new byte[BufferLength / 8];
    private readonly int _liveFrom;
    private LatencyHistogram _latency = new();
    private long _live;

    private SubscriberProgram(int liveFrom) => _liveFrom = liveFrom;

    /// <summary>Runs until "quit". Ages are of the boards from "live" on.</summary>
    public static int Run(string[] args)
    {
        TrafficArguments arguments = new(args);
        using SubscriberProgram program = new((int)arguments.Number("live"));
        program.Connect((int)arguments.Number("port"));
        program.Serve();
        return 0;
    }

    public void Dispose() => _socket.Dispose();

    private void Connect(int port)
    {
        _socket.Connect(IPAddress.Loopback, port);
        _socket.Send(MqttPackets.MakeConnect("city"));

        // SUBSCRIBE (MQTT 3.1.1, section 3.8) with packet id 1 to one filter at QoS 1.
        ReadOnlySpan<byte> filter = "edgeai/v1/#"u8;
        _socket.Send([0x82, (byte)(5 + filter.Length), 0, 1, 0, (byte)filter.Length, .. filter, 1]);
        byte[] answers = new byte[4 + 5];
        for (int length = 0; length < answers.Length;)
        {
            int read = _socket.Receive(answers.AsSpan(length));
            length += read > 0 ? read : throw new InvalidOperationException("the upstream closed the connection instead of a SUBACK");
        }

        if (answers[3] != 0 || answers[^1] != 1)
        {
            throw new InvalidOperationException($"the upstream answered CONNECT and SUBSCRIBE with {Convert.ToHexString(answers)}");
        }

        _socket.ReceiveTimeout = PollMilliseconds;
        Console.WriteLine("ready");
    }

    private void Serve()
    {
        int length = 0;
        while (TakeCommands())
        {
            int read = _socket.Receive(_buffer.AsSpan(length), SocketFlags.None, out SocketError error);
            if (error is SocketError.TimedOut or SocketError.WouldBlock)
            {
                continue;
            }

            if (error != SocketError.Success || read == 0)
            {
                // The upstream is gone; what arrived can still be asked for.
                SpinWait.SpinUntil(static () => false, PollMilliseconds);
                continue;
            }

            length += read;
            int used = TakePackets(_buffer.AsSpan(0, length));
            length -= used;
            if (used > 0)
            {
                _buffer.AsSpan(used, length).CopyTo(_buffer);
            }
        }
    }

    private bool TakeCommands()
    {
        while (_commands.TryTake(out string line))
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "mark":
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"arrived={_ledger.Arrived} duplicates={_ledger.Duplicates} reordered={_ledger.Reordered} damaged={_ledger.Damaged} live={_live} p50={_latency.Percentile(0.5)} p99={_latency.Percentile(0.99)} max={_latency.Maximum}"));
                    _latency = new LatencyHistogram();
                    break;
                case "count":
                    Console.WriteLine($"arrived={_ledger.Arrived} live={_live}");
                    break;
                case "check":
                    TrafficArguments told = new(words[1..]);
                    int board = (int)told.Number("board");
                    Console.WriteLine($"missing={told.Numbers("each").Select((acknowledged, index) => _ledger.Missing(board + index, acknowledged)).Sum()}");
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private int TakePackets(ReadOnlySpan<byte> received)
    {
        int used = 0;
        int answers = 0;
        while (MqttPackets.TryReadPacket(received[used..], out byte first, out ReadOnlySpan<byte> body, out int packetLength))
        {
            used += packetLength;
            if ((first & 0xF0) != 0x30)
            {
                continue;
            }

            int topicLength = BinaryPrimitives.ReadUInt16BigEndian(body);
            int payload = 2 + topicLength;
            if ((first & 0x06) != 0)
            {
                _answers[answers] = 0x40;
                _answers[answers + 1] = 2;
                body.Slice(payload, 2).CopyTo(_answers.AsSpan(answers + 2));
                answers += 4;
                payload += 2;
            }

            Take(body[payload..]);
        }

        for (int sent = 0; sent < answers;)
        {
            sent += _socket.Send(_answers.AsSpan(sent, answers - sent), SocketFlags.None);
        }

        return used;
    }

    // A bridge brings frames as they are, a gateway brings them in batches, and its own records (seals, audit entries) between them.
    private void Take(ReadOnlySpan<byte> payload)
    {
        if (GatewayBatchReader.Open(payload, out GatewayBatchReader batch) != GatewayBatchRejection.None)
        {
            Note(payload);
            return;
        }

        while (batch.MoveNext())
        {
            if (batch.Current.Kind is RecordKind.Frame or RecordKind.GovernedFrame)
            {
                Note(batch.Current.Frame);
            }
        }
    }

    private void Note(ReadOnlySpan<byte> frame)
    {
        if (!StampedFrame.TryRead(frame, out int board, out long sequence, out long nanosecondsAgo))
        {
            _ledger.NoteDamaged();
            return;
        }

        if (_ledger.Add(board, sequence) && board >= _liveFrom)
        {
            _live++;
            _latency.Record(nanosecondsAgo);
        }
    }
}
