using System.Buffers;

namespace EdgeAI.Runtime.LiveView;

/// <summary>A message's data, shared by the queues of all clients that get it; its memory goes back to the pool with the last of them.</summary>
public sealed class LivePayload
{
    private byte[]? _bytes;
    private int _holders = 1;

    internal LivePayload(ReadOnlySpan<byte> data)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(data.Length);
        Length = data.Length;
        data.CopyTo(_bytes);
    }

    internal int Length { get; }

    /// <summary>The data, until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Data => _bytes.AsMemory(0, Length);

    internal void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Gives it back; to be called once by whoever took it from a queue.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0 && Interlocked.Exchange(ref _bytes, null) is { } bytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
