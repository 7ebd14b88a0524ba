using EdgeAI.Records;

namespace EdgeAI.PowerCut;

/// <summary>A copy of a record that a spool's lane handed out.</summary>
internal sealed record FuzzedRecord(RecordClass Class, RecordKind Kind, byte[] Frame);
