using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>Sees each record once it is on disk: live subscribers, Sparkplug.</summary>
internal interface IStoredRecordObserver
{
    /// <summary>A record is on disk. Called on the writer's thread, in the order of sequences; must not block, and copies what it keeps.</summary>
    void Stored(in GatewayRecord record);
}
