namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>Writes the encoded property set of a <see cref="SparkplugMetric"/> into a caller's buffer. Allocates nothing.</summary>
internal ref struct PropertySetWriter
{
    private readonly Span<byte> _buffer;
    private ProtobufWriter _writer;

    /// <summary>Begins a set.</summary>
    public PropertySetWriter(Span<byte> buffer)
    {
        _buffer = buffer;
        _writer = new ProtobufWriter(buffer);
    }

    /// <summary>The encoded set; empty where something did not fit.</summary>
    public readonly ReadOnlySpan<byte> Written => _writer.Overflowed ? default : _buffer[.._writer.Length];

    /// <summary>Writes a property: its key beside its value. Readers take keys and values by their places, so their fields may alternate.</summary>
    public void Write(in SparkplugProperty property)
    {
        _writer.Bytes(PropertySetReader.KeyField, property.Key);
        int begun = _writer.Begin(PropertySetReader.ValueField);
        _writer.Varint(PropertySetReader.TypeField, (ulong)property.Type);
        if (property.IsNull)
        {
            _writer.Varint(PropertySetReader.IsNullField, 1);
        }

        SparkplugPayloadWriter.WriteValue(ref _writer, PropertySetReader.FieldOf(property.Value.Kind), property.Value);
        _writer.End(begun);
    }
}
