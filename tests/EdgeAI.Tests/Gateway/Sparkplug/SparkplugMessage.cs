using System.Text;
using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>A Sparkplug message as a host application sees it.</summary>
internal sealed record SparkplugMessage(string Topic, ulong? Timestamp, ulong? Seq, IReadOnlyList<SparkplugMessage.Metric> Metrics)
{
    /// <summary>The message's type, and the device's id where it has one.</summary>
    public string Kind { get; } = Topic.Split('/') is [_, _, var type, _, .. var device] ? string.Join(' ', [type, .. device]) : Topic;

    public Metric this[string name] => Metrics.Single(metric => metric.Name == name);

    public static SparkplugMessage Read(string topic, ReadOnlySpan<byte> payload)
    {
        Assert.Equal(PayloadRejection.None, SparkplugPayloadReader.Open(payload, out SparkplugPayloadReader reader));
        List<Metric> metrics = [];
        while (reader.MoveNext())
        {
            SparkplugMetric metric = reader.Current;
            Dictionary<string, string> properties = [];
            PropertySetReader set = new(metric.Properties);
            while (set.MoveNext())
            {
                properties.Add(Encoding.UTF8.GetString(set.Current.Key), set.Current.Type switch
                {
                    SparkplugDataType.String => Encoding.UTF8.GetString(set.Current.Value.Bytes),
                    SparkplugDataType.Boolean => set.Current.Value.AsBoolean.ToString(),
                    _ => set.Current.Value.AsInteger(set.Current.Type).ToString(),
                });
            }

            double value = metric.Value.Kind is MetricValueKind.Double ? metric.Value.AsDouble : metric.Value.Kind is MetricValueKind.Int ? (int)metric.Value.Bits : (long)metric.Value.Bits;
            metrics.Add(new Metric(Encoding.UTF8.GetString(metric.Name), metric.Alias, metric.Timestamp, metric.Type, metric.IsHistorical, value, properties));
        }

        return new SparkplugMessage(topic, reader.Timestamp, reader.Seq, metrics);
    }

    internal sealed record Metric(string Name, ulong? Alias, ulong? Timestamp, SparkplugDataType Type, bool IsHistorical, double Value, IReadOnlyDictionary<string, string> Properties);
}
