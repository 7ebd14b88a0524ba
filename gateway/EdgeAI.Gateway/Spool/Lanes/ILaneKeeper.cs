using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>What a lane's reader tells the one who may change the file.</summary>
internal interface ILaneKeeper
{
    /// <summary>Damaged records were met: false when the reader must stop before them, and meets them again.</summary>
    bool TrySetAside(in Damage damage);

    /// <summary>The upstream has these records.</summary>
    void Release(RecordClass recordClass, SequenceSpan span);
}
