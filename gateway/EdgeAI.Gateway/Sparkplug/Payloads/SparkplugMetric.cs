namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>One metric of a payload, as it is read or to be written. Its spans belong to whoever made it.</summary>
internal readonly ref struct SparkplugMetric
{
    /// <summary>The name, UTF-8; empty where the alias stands for it.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The alias; nothing where there is none.</summary>
    public ulong? Alias { get; init; }

    /// <summary>When the value was true: milliseconds since 1970-01-01T00:00:00 UTC; nothing where it is not said.</summary>
    public ulong? Timestamp { get; init; }

    /// <summary>The value's type; <see cref="SparkplugDataType.Unknown"/> where it is not said and not to be written.</summary>
    public SparkplugDataType Type { get; init; }

    /// <summary>Whether the value is from the past and must not become the live one.</summary>
    public bool IsHistorical { get; init; }

    /// <summary>Whether the value is not to be kept.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether there is no value.</summary>
    public bool IsNull { get; init; }

    /// <summary>The encoded metadata, which <see cref="MetricMetadata.Read"/> reads; empty where there is none.</summary>
    public ReadOnlySpan<byte> Metadata { get; init; }

    /// <summary>The encoded property set, which <see cref="PropertySetReader"/> reads; empty where there is none.</summary>
    public ReadOnlySpan<byte> Properties { get; init; }

    /// <summary>The value.</summary>
    public MetricValue Value { get; init; }
}
