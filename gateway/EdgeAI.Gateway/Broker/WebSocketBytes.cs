using System.IO.Pipelines;
using System.Net.WebSockets;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// A WebSocket as a stream of bytes: packets may span messages and messages may hold several [MQTT-6.0.0-2]. A message that is not
/// binary ends it [MQTT-6.0.0-1]. The stream's owner disposes the socket.
/// </summary>
internal sealed class WebSocketBytes(WebSocket socket) : Stream
{
    private const int ReadBytes = 4096;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return 0;
            }

            if (received.MessageType != WebSocketMessageType.Binary)
            {
                throw new IOException("a message that is not binary");
            }

            if (received.Count > 0 || buffer.Length == 0)
            {
                return received.Count;
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>
    /// Puts what comes into a pipe, until the client or the pipe's reader ends it. Between the two, because a receive that is cancelled
    /// would abort the WebSocket, and the pipe's reader is cancelled whenever the broker has something to say.
    /// </summary>
    public async Task PumpAsync(PipeWriter output)
    {
        Exception? failure = null;
        try
        {
            int count;
            do
            {
                count = await ReadAsync(output.GetMemory(ReadBytes), CancellationToken.None).ConfigureAwait(false);
                output.Advance(count);
            }
            while (count > 0 && !(await output.FlushAsync(CancellationToken.None).ConfigureAwait(false)).IsCompleted);
        }
        catch (Exception exception) when (exception is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            failure = exception;
        }

        await output.CompleteAsync(failure).ConfigureAwait(false);
    }

    /// <summary>Says that nothing more comes, if there is still somebody.</summary>
    public async ValueTask EndOutputAsync()
    {
        using CancellationTokenSource soon = new(CloseTimeout);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, soon.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Gone already.
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
