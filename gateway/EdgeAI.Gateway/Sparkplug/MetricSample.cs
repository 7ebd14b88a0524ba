using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>One value of a metric.</summary>
/// <param name="Kind">Which value field holds it.</param>
/// <param name="Bits">The number, as <see cref="MetricValue.Bits"/>.</param>
/// <param name="Timestamp">When it was true: milliseconds since 1970-01-01T00:00:00 UTC.</param>
/// <param name="Quality">What it is worth.</param>
/// <param name="Origin">Where it comes from.</param>
internal readonly record struct MetricSample(MetricValueKind Kind, ulong Bits, ulong Timestamp, short Quality, MetricOrigin Origin)
{
    /// <summary>Whether two samples say the same, whenever they said it.</summary>
    public bool SaysTheSameAs(in MetricSample other) => Bits == other.Bits && Quality == other.Quality && Origin == other.Origin && Kind == other.Kind;
}
