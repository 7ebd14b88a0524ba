namespace EdgeAI.Records;

/// <summary>What a record holds (RECORDS.md, "Record"). Numbers are never reused; a number that a reader does not know is a rejection.</summary>
public enum RecordKind : byte
{
    /// <summary>One wire frame, untouched.</summary>
    Frame = 1,
}
