using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>Remembers what a reader meets in a file that is only looked at.</summary>
internal sealed class DamageNotes : ILaneKeeper
{
    /// <summary>The damaged and the missing records.</summary>
    public long Count { get; private set; }

    public bool TrySetAside(in Damage damage)
    {
        Count += damage.Count;
        return true;
    }

    public void Release(RecordClass recordClass, SequenceSpan span) => throw new InvalidOperationException("a file that is only looked at lets nothing go");
}
