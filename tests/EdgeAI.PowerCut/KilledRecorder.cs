using System.Buffers.Binary;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Time;

namespace EdgeAI.PowerCut;

/// <summary>The child of the recorder's kill tests: records as fast as it can, and says how many messages are written, until it is killed.</summary>
internal static class KilledRecorder
{
    /// <summary>Records message after message: its number, and as many bytes as the number says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="compression">How chunks are compressed.</param>
    /// <returns>Never: whoever started it kills it.</returns>
    public static int Run(string path, string compression)
    {
        McapWriterOptions options = new() { ChunkBytes = 16 << 10, Compression = Enum.Parse<McapCompression>(compression) };
        using McapFileSink sink = new(new McapFileSinkOptions { Path = path, Writer = options, FlushAfter = TimeSpan.FromMilliseconds(5), SyncEachChunk = false }, new MonotonicClock());
        ushort channel = sink.AddChannel("/killed", "counted", 0);
        byte[] data = new byte[512];
        for (uint sequence = 0; ; sequence++)
        {
            Span<byte> message = data.AsSpan(0, 4 + (int)(sequence % 500));
            BinaryPrimitives.WriteUInt32LittleEndian(message, sequence);
            message[4..].Fill((byte)sequence);
            while (!sink.Write(channel, sequence, sequence, sequence, message))
            {
                Thread.Yield();
            }

            if (sequence % 64 == 0)
            {
                Console.WriteLine(sink.Ledger.Written);
            }
        }
    }
}
