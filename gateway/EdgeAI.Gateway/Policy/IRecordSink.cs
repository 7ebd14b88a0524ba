using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>Where a policy puts what is to be stored; all of it belongs to the open transaction.</summary>
internal interface IRecordSink
{
    /// <summary>Stores a frame.</summary>
    /// <param name="offered">The offered record whose robot, boot and receipt it takes.</param>
    /// <param name="recordClass">The record's class.</param>
    /// <param name="handling">The data classification (RECORDS.md, "Handling").</param>
    /// <param name="stampUtcNanoseconds">When the reading was true.</param>
    /// <param name="uncertaintyNanoseconds">The half-width of the interval around the stamp; negative means not known.</param>
    /// <param name="frame">The frame, whole and with a valid checksum.</param>
    void StoreFrame(in OfferedRecord offered, RecordClass recordClass, byte handling, long stampUtcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame);

    /// <summary>Stores a record of the gateway's own.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="recordClass">Its class.</param>
    /// <param name="body">Its body, as RECORDS.md lays it out for the kind.</param>
    /// <returns>Its sequence.</returns>
    long StoreOwn(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body);

    /// <summary>Whether a record that was stored is still there for the upstream to take; false for sequence 0.</summary>
    bool Waits(RecordClass recordClass, long sequence);
}
