using System.Buffers;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>The records of the open transaction and of those before that are not shown yet, copied for those who see them once they are on disk.</summary>
internal sealed class StoredRecords(IReadOnlyList<IStoredRecordObserver> observers)
{
    // An array: walking through any other list for each record would cost garbage.
    private readonly IStoredRecordObserver[] _observers = [.. observers];
    private readonly ArrayBufferWriter<byte> _bytes = new(64 << 10);
    private readonly List<Entry> _entries = [];
    private int _committed;

    public void Add(in GatewayRecord record)
    {
        _entries.Add(new Entry(
            record.Sequence, record.Kind, record.Class, record.ReceivedUtcNanoseconds, record.UtcNanoseconds, record.UncertaintyNanoseconds,
            record.RobotBoot, record.Handling, record.PolicyRevision, record.Checksum, _bytes.WrittenCount, record.Robot.Length, record.Frame.Length));
        _bytes.Write(record.Robot);
        _bytes.Write(record.Frame);
    }

    /// <summary>The open transaction is on disk.</summary>
    public void Accept() => _committed = _entries.Count;

    /// <summary>The open transaction was rolled back; what was committed before and is not shown yet stays.</summary>
    public void Undo()
    {
        _entries.RemoveRange(_committed, _entries.Count - _committed);
        if (_committed == 0)
        {
            _bytes.ResetWrittenCount();
        }
    }

    /// <summary>Shows what is on disk; between transactions.</summary>
    public void Show()
    {
        try
        {
            foreach (Entry entry in _entries)
            {
                ReadOnlySpan<byte> bytes = _bytes.WrittenSpan[entry.Offset..];
                GatewayRecord record = new()
                {
                    Sequence = entry.Sequence,
                    Kind = entry.Kind,
                    Class = entry.Class,
                    ReceivedUtcNanoseconds = entry.Received,
                    UtcNanoseconds = entry.Stamp,
                    UncertaintyNanoseconds = entry.Uncertainty,
                    RobotBoot = entry.Boot,
                    Handling = entry.Handling,
                    PolicyRevision = entry.Revision,
                    Robot = bytes[..entry.RobotLength],
                    Frame = bytes.Slice(entry.RobotLength, entry.FrameLength),
                    Checksum = entry.Checksum,
                };
                foreach (IStoredRecordObserver observer in _observers)
                {
                    observer.Stored(record);
                }
            }
        }
        finally
        {
            Clear();
        }
    }

    private void Clear()
    {
        _committed = 0;
        _entries.Clear();
        _bytes.ResetWrittenCount();
    }

    private readonly record struct Entry(
        long Sequence, RecordKind Kind, RecordClass Class, long Received, long Stamp, long Uncertainty,
        uint Boot, byte Handling, uint Revision, uint Checksum, int Offset, int RobotLength, int FrameLength);
}
