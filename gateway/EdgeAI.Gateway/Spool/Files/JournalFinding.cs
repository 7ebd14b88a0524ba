namespace EdgeAI.Gateway.Spool.Files;

/// <summary>What a start finds in the journal that the process before left.</summary>
/// <param name="IsEmpty">There is no journal, or no frame in it.</param>
/// <param name="IsDamaged">SQLite would stop reading it before its end and say nothing: a transaction that was synced follows.</param>
/// <param name="MostRecords">The most records that what follows can have held.</param>
internal readonly record struct JournalFinding(bool IsEmpty, bool IsDamaged, long MostRecords);
