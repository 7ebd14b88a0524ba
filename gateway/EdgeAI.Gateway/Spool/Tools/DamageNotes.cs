using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>Remembers what a reader meets in a file that is only looked at.</summary>
internal sealed class DamageNotes : ILaneKeeper
{
    private List<long> _rows = [];

    /// <summary>The damaged and the missing records.</summary>
    public long Count { get; private set; }

    public bool TrySetAside(in Damage damage)
    {
        Count += damage.Count;
        if (!damage.IsUnreadable)
        {
            _rows.Add(damage.Span.First);
        }

        return true;
    }

    /// <summary>The sequences of the rows that are there and damaged, since it was last asked.</summary>
    public List<long> TakeRows()
    {
        List<long> rows = _rows;
        _rows = [];
        return rows;
    }

    public void Release(RecordClass recordClass, SequenceSpan span) => throw new InvalidOperationException("a file that is only looked at lets nothing go");
}
