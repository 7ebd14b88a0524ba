using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Outlets;

namespace EdgeAI.Benchmarks.Outlets;

/// <summary>The reading end of each way that is compared, in a process of its own: prints p50, p99, maximum (ns) and how many it read.</summary>
internal static class OutletReaders
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    // Nanoseconds of CLOCK_MONOTONIC, which is what Stopwatch reads on Linux.
    private static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    /// <summary>Reads a way until it ends; the writer's warm-up is not counted.</summary>
    public static int Run(string way, string address)
    {
        LatencyHistogram latency = new();
        switch (way)
        {
            case "ring" or "ring-spin":
                ReadRing(address, way == "ring-spin", latency);
                break;
            case "pipe":
                ReadPipe(latency);
                break;
            default:
                ReadSocket(way, address, latency);
                break;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{latency.Percentile(0.5)} {latency.Percentile(0.99)} {latency.Maximum} {latency.Count}"));
        return 0;
    }

    private static void ReadRing(string path, bool spin, LatencyHistogram latency)
    {
        if (!OutletRingReader.TryOpen(path, out OutletRingReader? reader, out string problem))
        {
            throw new InvalidOperationException(problem);
        }

        OutletItem item = new();
        Console.WriteLine("ready");
        while (true)
        {
            switch (reader.Read(item))
            {
                case OutletRead.Item:
                    Record(item.Sequence, Now - reader.OriginNanoseconds - item.PublishedAt, latency);
                    break;
                case OutletRead.Ended:
                    reader.Dispose();
                    return;
                default:
                    if (!spin)
                    {
                        reader.Wait(Limit);
                    }

                    break;
            }
        }
    }

    private static void ReadPipe(LatencyHistogram latency)
    {
        using Stream input = Console.OpenStandardInput();
        byte[] item = new byte[80];
        Console.WriteLine("ready");
        while (input.ReadAtLeast(item, item.Length, throwOnEndOfStream: false) == item.Length)
        {
            RecordPeer(item, latency);
        }
    }

    private static void ReadSocket(string way, string address, LatencyHistogram latency)
    {
        using Socket socket = way == "udp"
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(way == "udp" ? new IPEndPoint(IPAddress.Loopback, int.Parse(address, CultureInfo.InvariantCulture)) : new UnixDomainSocketEndPoint(address));
        socket.ReceiveTimeout = 1000;
        byte[] item = new byte[2048];
        Console.WriteLine("ready");
        try
        {
            while (true)
            {
                socket.Receive(item);
                if (way == "datagrams")
                {
                    // The prefix's origin, then the item's sequence and the instant at which it was published (OUTLET.md).
                    long origin = BinaryPrimitives.ReadInt64LittleEndian(item.AsSpan(16));
                    Record(BinaryPrimitives.ReadInt64LittleEndian(item.AsSpan(24)), Now - origin - BinaryPrimitives.ReadInt64LittleEndian(item.AsSpan(56)), latency);
                }
                else
                {
                    RecordPeer(item, latency);
                }
            }
        }
        catch (SocketException silence) when (silence.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            // A second without an item: the writer is done.
        }
    }

    private static void RecordPeer(byte[] item, LatencyHistogram latency)
        => Record(BinaryPrimitives.ReadInt64LittleEndian(item), Now - BinaryPrimitives.ReadInt64LittleEndian(item.AsSpan(8)), latency);

    private static void Record(long sequence, long nanoseconds, LatencyHistogram latency)
    {
        if (sequence >= OutletBenchmarks.WarmUp)
        {
            latency.Record(nanoseconds);
        }
    }
}
