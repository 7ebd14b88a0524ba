using System.Buffers;
using System.Collections.Concurrent;
using EdgeAI.Records.Proof;
using MQTTnet;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>
/// What came by a connection's subscription and nobody has read yet. Its topic is not compared: RabbitMQ gives back a dot of an id as a slash.
/// Bounded: what comes beyond that is dropped and counted. Filled on the client's thread, read on another.
/// </summary>
/// <param name="changed">Called when something came.</param>
internal sealed class ConnectionInbox(Action changed)
{
    private const int MostMessages = 256;

    // Whoever sends longer ones is not the city, and what is cut off shows that it is too long.
    private const int MostBytes = ReceiptWriter.MaximumLength + 1;

    private readonly ConcurrentQueue<(byte[] Buffer, int Length)> _messages = new();
    private int _waiting;
    private long _dropped;

    /// <summary>Takes a message in.</summary>
    public Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        MqttApplicationMessage message = args.ApplicationMessage;
        if (Interlocked.Increment(ref _waiting) > MostMessages)
        {
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _dropped);
            return Task.CompletedTask;
        }

        int length = (int)Math.Min(message.Payload.Length, MostBytes);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        message.Payload.Slice(0, length).CopyTo(buffer);
        _messages.Enqueue((buffer, length));
        changed();
        return Task.CompletedTask;
    }

    /// <summary>Takes the next message; its buffer goes back by <see cref="Return"/>.</summary>
    public bool TryTake(out byte[] buffer, out int length)
    {
        bool taken = _messages.TryDequeue(out (byte[] Buffer, int Length) message);
        (buffer, length) = message;
        if (taken)
        {
            Interlocked.Decrement(ref _waiting);
        }

        return taken;
    }

    /// <summary>Gives a message's buffer back.</summary>
    public static void Return(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>How many were dropped since this was asked last.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);
}
