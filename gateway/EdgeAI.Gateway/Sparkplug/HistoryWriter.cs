using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>Writes held values into a payload as historical ones. One that the birth has just told is passed over.</summary>
internal ref struct HistoryWriter(MetricComposer composer, SparkplugPayloadWriter writer) : IHeldValueTaker
{
    // A field, since it is a value that counts what was written into it.
    public SparkplugPayloadWriter Writer = writer;

    /// <inheritdoc/>
    public bool TryTake(MetricState metric, in MetricSample sample)
        => sample == metric.Told || composer.TryWriteData(ref Writer, metric, sample, isHistorical: true);
}
