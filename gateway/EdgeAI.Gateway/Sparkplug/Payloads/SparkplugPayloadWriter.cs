namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>
/// Writes a Sparkplug B payload into a caller's buffer, in the order of the fields' numbers: timestamp, metrics, then seq, UUID and body.
/// Allocates nothing.
/// </summary>
internal ref struct SparkplugPayloadWriter
{
    internal const uint NameField = 1;
    internal const uint AliasField = 2;
    internal const uint MetricTimestampField = 3;
    internal const uint DataTypeField = 4;
    internal const uint IsHistoricalField = 5;
    internal const uint IsTransientField = 6;
    internal const uint IsNullField = 7;
    internal const uint MetadataField = 8;
    internal const uint PropertiesField = 9;

    // Tag and number of the longest seq, so that a metric that fits leaves room for it.
    private const int SeqLength = 11;

    private readonly Span<byte> _buffer;
    private ProtobufWriter _writer;

    /// <summary>Begins a payload.</summary>
    /// <param name="buffer">Takes the bytes.</param>
    /// <param name="timestamp">Milliseconds since 1970-01-01T00:00:00 UTC; nothing to leave it out.</param>
    public SparkplugPayloadWriter(Span<byte> buffer, ulong? timestamp)
    {
        _buffer = buffer;
        _writer = new ProtobufWriter(buffer);
        if (timestamp is ulong milliseconds)
        {
            _writer.Varint(1, milliseconds);
        }
    }

    /// <summary>Metrics written.</summary>
    public int MetricCount { get; private set; }

    /// <summary>Writes a metric; false, and nothing written, where it does not fit.</summary>
    public bool TryWrite(in SparkplugMetric metric)
    {
        if (_writer.Overflowed)
        {
            return false;
        }

        int before = _writer.Length;
        int begun = _writer.Begin(2);
        if (!metric.Name.IsEmpty)
        {
            _writer.Bytes(NameField, metric.Name);
        }

        WriteOptional(AliasField, metric.Alias);
        WriteOptional(MetricTimestampField, metric.Timestamp);
        if (metric.Type != SparkplugDataType.Unknown)
        {
            _writer.Varint(DataTypeField, (ulong)metric.Type);
        }

        WriteFlag(IsHistoricalField, metric.IsHistorical);
        WriteFlag(IsTransientField, metric.IsTransient);
        WriteFlag(IsNullField, metric.IsNull);
        if (!metric.Metadata.IsEmpty)
        {
            _writer.Bytes(MetadataField, metric.Metadata);
        }

        if (!metric.Properties.IsEmpty)
        {
            _writer.Bytes(PropertiesField, metric.Properties);
        }

        WriteValue(ref _writer, (uint)metric.Value.Kind, metric.Value);
        _writer.End(begun);
        if (_writer.Overflowed || _buffer.Length - _writer.Length < SeqLength)
        {
            _writer.Rewind(before);
            return false;
        }

        MetricCount++;
        return true;
    }

    /// <summary>Ends the payload.</summary>
    /// <param name="seq">The sequence number; nothing to leave it out.</param>
    /// <param name="uuid">The UUID, UTF-8; empty to leave it out.</param>
    /// <param name="body">The body; empty to leave it out.</param>
    /// <returns>The payload's length; 0 where it does not fit.</returns>
    public int Finish(ulong? seq, ReadOnlySpan<byte> uuid = default, ReadOnlySpan<byte> body = default)
    {
        WriteOptional(3, seq);
        if (!uuid.IsEmpty)
        {
            _writer.Bytes(4, uuid);
        }

        if (!body.IsEmpty)
        {
            _writer.Bytes(5, body);
        }

        return _writer.Overflowed ? 0 : _writer.Length;
    }

    internal static void WriteValue(ref ProtobufWriter writer, uint field, in MetricValue value)
    {
        switch (value.Kind)
        {
            case MetricValueKind.None:
                break;
            case MetricValueKind.Float:
                writer.Fixed32(field, (uint)value.Bits);
                break;
            case MetricValueKind.Double:
                writer.Fixed64(field, value.Bits);
                break;
            case MetricValueKind.Int or MetricValueKind.Long or MetricValueKind.Boolean:
                writer.Varint(field, value.Bits);
                break;
            default:
                writer.Bytes(field, value.Bytes);
                break;
        }
    }

    private void WriteOptional(uint field, ulong? value)
    {
        if (value is ulong number)
        {
            _writer.Varint(field, number);
        }
    }

    private void WriteFlag(uint field, bool value)
    {
        if (value)
        {
            _writer.Varint(field, 1);
        }
    }
}
