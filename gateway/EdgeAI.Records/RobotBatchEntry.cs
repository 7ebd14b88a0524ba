namespace EdgeAI.Records;

/// <summary>One entry of a robot batch; the frame is a slice of the batch.</summary>
public readonly ref struct RobotBatchEntry
{
    internal RobotBatchEntry(RecordClass recordClass, long utcNanoseconds, long uncertaintyNanoseconds, ReadOnlySpan<byte> frame)
    {
        Class = recordClass;
        UtcNanoseconds = utcNanoseconds;
        UncertaintyNanoseconds = uncertaintyNanoseconds;
        Frame = frame;
    }

    /// <summary>How much the record matters.</summary>
    public RecordClass Class { get; }

    /// <summary>When the reading was true: nanoseconds since 1970-01-01T00:00:00 UTC.</summary>
    public long UtcNanoseconds { get; }

    /// <summary>The half-width of the interval around it, in nanoseconds; negative when not known.</summary>
    public long UncertaintyNanoseconds { get; }

    /// <summary>The raw wire frame, untouched.</summary>
    public ReadOnlySpan<byte> Frame { get; }
}
