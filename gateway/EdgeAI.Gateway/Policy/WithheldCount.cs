namespace EdgeAI.Gateway.Policy;

/// <summary>Frames of one stream that one rule kept from being stored as they came, since the last report.</summary>
/// <param name="Count">How many.</param>
/// <param name="Earliest">The earliest stamp among them, UTC nanoseconds.</param>
/// <param name="Latest">The latest stamp among them.</param>
internal readonly record struct WithheldCount(long Count, long Earliest, long Latest)
{
    /// <summary>With one more.</summary>
    public WithheldCount With(long stamp) => Count == 0
        ? new WithheldCount(1, stamp, stamp)
        : new WithheldCount(Count + 1, Math.Min(Earliest, stamp), Math.Max(Latest, stamp));
}
