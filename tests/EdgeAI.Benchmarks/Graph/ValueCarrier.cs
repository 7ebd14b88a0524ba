using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>A bounded channel with one reader and one writer that carries 64 bytes by value: the usual way for small items, without an allocation of its own.</summary>
internal sealed class ValueCarrier : ICarrier
{
    private readonly Channel<Payload> _channel = Channel.CreateBounded<Payload>(new BoundedChannelOptions(8) { SingleReader = true, SingleWriter = true });

    public string Name => "Channel<64-byte struct>";

    public void Send(long departure)
    {
        Payload payload = default;
        payload[0] = departure;
        while (!_channel.Writer.TryWrite(payload))
        {
            Thread.Yield();
        }
    }

    public bool TryTake(out long departure)
    {
        bool any = _channel.Reader.TryRead(out Payload taken);
        departure = any ? taken[0] : 0;
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

    [InlineArray(8)]
    private struct Payload
    {
        private long _first;
    }
}
