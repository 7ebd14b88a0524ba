namespace EdgeAI.City.Storage;

/// <summary>What names a record for ever (RECORDS.md, "Identity").</summary>
internal readonly record struct RecordName(string Gateway, long Epoch, long Sequence);
