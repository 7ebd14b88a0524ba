using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>The body of one of the gateway's own records, kept a second time.</summary>
/// <param name="Sequence">The record's sequence.</param>
/// <param name="Kind">The record's kind; nothing where the copy is damaged.</param>
/// <param name="Body">The body.</param>
internal readonly record struct KeptBody(long Sequence, RecordKind? Kind, byte[] Body);
