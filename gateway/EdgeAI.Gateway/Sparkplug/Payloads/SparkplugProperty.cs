namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>One property of a metric. Its spans belong to whoever made it.</summary>
internal readonly ref struct SparkplugProperty
{
    /// <summary>The name, UTF-8.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>The value's type.</summary>
    public SparkplugDataType Type { get; init; }

    /// <summary>Whether there is no value.</summary>
    public bool IsNull { get; init; }

    /// <summary>The value.</summary>
    public MetricValue Value { get; init; }
}
