using EdgeAI.Records;

namespace EdgeAI.City.Receiving;

/// <summary>A batch whose records are all in the table: what one entry of a receipt stands for.</summary>
/// <param name="Site">The gateway's site.</param>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Epoch">The spool's epoch.</param>
/// <param name="Class">The first record's class; a batch comes from one lane.</param>
/// <param name="First">The first record's sequence.</param>
/// <param name="Last">The last record's sequence.</param>
/// <param name="Records">The number of records.</param>
internal readonly record struct CommittedBatch(string Site, string Gateway, long Epoch, RecordClass Class, long First, long Last, int Records);
