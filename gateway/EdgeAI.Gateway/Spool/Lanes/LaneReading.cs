namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>How reading a segment's rows ended.</summary>
internal enum LaneReading
{
    /// <summary>There is nothing more up to the end that was wanted.</summary>
    Through,

    /// <summary>The batch is full, or the reader may not pass what it met.</summary>
    Stopped,

    /// <summary>Something does not follow from what went before: it must be looked at in one snapshot.</summary>
    Odd,
}
