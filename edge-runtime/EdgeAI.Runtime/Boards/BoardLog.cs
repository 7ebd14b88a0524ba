using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Edges;

namespace EdgeAI.Runtime.Boards;

/// <summary>
/// What a board says beside its readings, from the executor's thread to whoever shows it. Bounded: when nobody takes the records the
/// latest are dropped, since the first of a storm tell its cause; they are counted by level all the same. Allocates nothing after construction.
/// </summary>
public sealed class BoardLog
{
    /// <summary>The most records that wait to be shown.</summary>
    public const int Capacity = 64;

    private readonly BoundedEdge<BoardLogEntry> _waiting = new(Capacity, DropPolicy.DropNewest, static () => new BoardLogEntry());
    private readonly long[] _counts = new long[(int)LogLevel.Error + 1];

    /// <summary>What became of every record.</summary>
    public EdgeLedger Ledger => _waiting.Ledger;

    /// <summary>How many records of a level came, dropped ones included.</summary>
    public long CountOf(LogLevel level) => Volatile.Read(ref _counts[(int)level]);

    /// <summary>Hands out the oldest record, unchanged until <see cref="EndRead"/>. One reader at a time, on any thread.</summary>
    public bool TryBeginRead(out BoardLogEntry entry) => _waiting.TryBeginRead(out entry);

    /// <summary>Gives the record back.</summary>
    public void EndRead() => _waiting.EndRead();

    internal void Add(LogRecord record, in Stamp stamp, ushort boot)
    {
        Volatile.Write(ref _counts[(int)record.Level], _counts[(int)record.Level] + 1);
        if (_waiting.TryBeginWrite(out BoardLogEntry entry))
        {
            entry.Record.CopyFrom(record);
            entry.Stamp = stamp;
            entry.Boot = boot;
            _waiting.EndWrite();
        }
    }
}
