using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>Writes metrics of devices into payloads. Allocates nothing. One thread uses it.</summary>
internal sealed class MetricComposer(bool dataTypesInData)
{
    private readonly byte[] _properties = new byte[256];

    /// <summary>Writes what a birth says of a metric: everything.</summary>
    public bool TryWriteBirth(ref SparkplugPayloadWriter writer, MetricState metric)
    {
        PropertySetWriter properties = new(_properties);
        ReadOnlySpan<byte> unit = UnitText.Of(metric.Unit);
        if (!unit.IsEmpty)
        {
            properties.Write(new SparkplugProperty { Key = "engUnit"u8, Type = SparkplugDataType.String, Value = MetricValue.Text(unit) });
        }

        WriteQuality(ref properties, metric.Latest.Quality);
        WriteOrigin(ref properties, "Simulated"u8, (metric.Latest.Origin & MetricOrigin.Simulated) != 0);
        WriteOrigin(ref properties, "Replayed"u8, (metric.Latest.Origin & MetricOrigin.Replayed) != 0);
        return writer.TryWrite(new SparkplugMetric
        {
            Name = metric.Name,
            Alias = metric.Alias,
            Timestamp = metric.Latest.Timestamp,
            Type = metric.Type,
            Properties = properties.Written,
            Value = MetricValue.Number(metric.Latest.Kind, metric.Latest.Bits),
        });
    }

    /// <summary>
    /// Writes what a data message says of a metric: its alias and value, the quality where it is not good or was not before, and each time
    /// where the value comes from when that is not the real world now, so that a data message never relies on a birth for it.
    /// </summary>
    public bool TryWriteData(ref SparkplugPayloadWriter writer, MetricState metric, in MetricSample sample, bool isHistorical)
    {
        PropertySetWriter properties = new(_properties);
        if (sample.Quality != MetricQuality.Good || metric.Told.Quality != MetricQuality.Good)
        {
            WriteQuality(ref properties, sample.Quality);
        }

        if ((sample.Origin & MetricOrigin.Simulated) != 0)
        {
            WriteOrigin(ref properties, "Simulated"u8, true);
        }

        if ((sample.Origin & MetricOrigin.Replayed) != 0)
        {
            WriteOrigin(ref properties, "Replayed"u8, true);
        }

        return writer.TryWrite(new SparkplugMetric
        {
            Alias = metric.Alias,
            Timestamp = sample.Timestamp,
            Type = dataTypesInData ? metric.Type : SparkplugDataType.Unknown,
            IsHistorical = isHistorical,
            Properties = properties.Written,
            Value = MetricValue.Number(sample.Kind, sample.Bits),
        });
    }

    // Sparkplug 3.0.0, 6.4.9.1: an int_value of type Int32.
    private static void WriteQuality(ref PropertySetWriter properties, short quality)
        => properties.Write(new SparkplugProperty { Key = "Quality"u8, Type = SparkplugDataType.Int32, Value = MetricValue.Int(quality) });

    private static void WriteOrigin(ref PropertySetWriter properties, ReadOnlySpan<byte> key, bool value)
        => properties.Write(new SparkplugProperty { Key = key, Type = SparkplugDataType.Boolean, Value = MetricValue.Boolean(value) });
}
