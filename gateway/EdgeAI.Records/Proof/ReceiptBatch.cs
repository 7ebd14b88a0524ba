namespace EdgeAI.Records.Proof;

/// <summary>A batch that the city's table holds (RECORDS.md, "Receipts").</summary>
/// <param name="Class">The first record's class, that of the lane.</param>
/// <param name="First">The first record's sequence.</param>
/// <param name="Last">The last record's sequence.</param>
/// <param name="Records">The number of records, 1 or more.</param>
public readonly record struct ReceiptBatch(RecordClass Class, long First, long Last, ushort Records)
{
    internal bool IsValid => Class is >= RecordClass.Safety and <= RecordClass.Bulk && First > 0 && Last >= First && Records > 0;
}
