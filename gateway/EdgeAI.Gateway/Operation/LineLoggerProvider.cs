using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Operation;

/// <summary>
/// Writes log lines to an output. A slow output makes nobody wait: what does not fit into the queue of 1024 lines is dropped, the newest
/// first, and counted in a line of its own.
/// </summary>
internal sealed class LineLoggerProvider : ILoggerProvider
{
    private const int Capacity = 1024;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly TextWriter _output;
    private readonly LogFormat _format;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long _dropped;

    public LineLoggerProvider(TextWriter output, LogFormat format, TimeProvider time)
    {
        _output = output;
        _format = format;
        _time = time;
        _writing = Task.Run(WriteAsync);
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    /// <summary>Writes what is queued, then ends.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.GetAwaiter().GetResult();
    }

    /// <summary>Queues an entry.</summary>
    internal void Write(LogLevel level, EventId id, string message, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception)
    {
        string line = LogLine.Format(_format, _time.GetUtcNow(), level, id, message, values, exception);
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async Task WriteAsync()
    {
        await foreach (string line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await WriteLineAsync(line).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and long dropped)
            {
                await WriteLineAsync(LogLine.Format(_format, _time.GetUtcNow(), LogLevel.Warning, default, $"{dropped} log lines dropped: the output is slow", [new("Dropped", dropped)], null)).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteLineAsync(string line)
    {
        try
        {
            await _output.WriteLineAsync(line).ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Whoever read is gone; the gateway does not stop for that.
        }
    }
}
