using System.Buffers.Binary;
using System.Threading.Channels;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>
/// A bounded channel with one reader and one writer. It hands references over as well, but nobody gives a buffer back through it: either each
/// item is a new buffer, or the reader copies it out before the writer fills it again.
/// </summary>
/// <param name="bytes">The size of an item.</param>
/// <param name="copies">Whether the writer copies a buffer that it keeps into a new one, rather than fill a new one in place.</param>
internal sealed class ChannelCarrier(int bytes, bool copies) : ICarrier
{
    private readonly byte[] _kept = new byte[bytes];
    private readonly Channel<byte[]> _channel = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(8) { SingleReader = true, SingleWriter = true });

    public string Name => copies ? "Channel<byte[]>, copied into a new buffer" : "Channel<byte[]>, a new buffer filled in place";

    public void Send(long departure)
    {
        byte[] sent;
        if (copies)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_kept, departure);
            sent = [.. _kept];
        }
        else
        {
            sent = GC.AllocateUninitializedArray<byte>(bytes);
            BinaryPrimitives.WriteInt64LittleEndian(sent, departure);
        }

        while (!_channel.Writer.TryWrite(sent))
        {
            Thread.Yield();
        }
    }

    public bool TryTake(out long departure)
    {
        bool any = _channel.Reader.TryRead(out byte[]? taken);
        departure = any ? BinaryPrimitives.ReadInt64LittleEndian(taken) : 0;
        return any;
    }

    public void Wait()
    {
        ValueTask<bool> waiting = _channel.Reader.WaitToReadAsync();
        if (!waiting.IsCompleted)
        {
            waiting.AsTask().Wait();
        }
    }
}
