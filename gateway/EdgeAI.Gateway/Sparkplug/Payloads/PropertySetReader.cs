namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>Reads the properties of a metric of an opened payload: the keys in their order, each with the value at the same place.</summary>
internal ref struct PropertySetReader
{
    internal const uint KeyField = 1;
    internal const uint ValueField = 2;
    internal const uint TypeField = 1;
    internal const uint IsNullField = 2;

    private ProtobufReader _keys;
    private ProtobufReader _values;

    /// <summary>Stands before the first property.</summary>
    /// <param name="properties">As <see cref="SparkplugMetric.Properties"/> gives them.</param>
    public PropertySetReader(ReadOnlySpan<byte> properties)
    {
        _keys = new ProtobufReader(properties);
        _values = _keys;
    }

    /// <summary>The property that <see cref="MoveNext"/> came to.</summary>
    public SparkplugProperty Current { get; private set; }

    /// <summary>Goes to the next property; false after the last.</summary>
    public bool MoveNext()
    {
        if (!MoveTo(ref _keys, KeyField) || !MoveTo(ref _values, ValueField))
        {
            return false;
        }

        SparkplugDataType type = SparkplugDataType.Unknown;
        bool isNull = false;
        MetricValue value = default;
        ProtobufReader fields = new(_values.Bytes);
        while (fields.MoveNext())
        {
            MetricValueKind kind = KindOf(fields.Field);
            if (kind != MetricValueKind.None)
            {
                value = fields.Type == WireType.Length ? MetricValue.Of(kind, fields.Bytes) : MetricValue.Number(kind, SparkplugPayloadReader.Narrowed(kind, fields.Bits));
            }
            else if (fields.Field == TypeField)
            {
                type = (SparkplugDataType)fields.Bits;
            }
            else if (fields.Field == IsNullField)
            {
                isNull = fields.Bits != 0;
            }
        }

        Current = new SparkplugProperty { Key = _keys.Bytes, Type = type, IsNull = isNull, Value = value };
        return true;
    }

    /// <summary>The number of a property's value field (Sparkplug 3.0.0, 6.4.1, message PropertyValue).</summary>
    internal static uint FieldOf(MetricValueKind kind) => kind switch
    {
        MetricValueKind.PropertySet => 9,
        MetricValueKind.PropertySetList => 10,
        MetricValueKind.Extension => 11,
        _ => (uint)kind - 7,
    };

    private static MetricValueKind KindOf(uint field) => field switch
    {
        >= 3 and <= 8 => (MetricValueKind)(field + 7),
        9 => MetricValueKind.PropertySet,
        10 => MetricValueKind.PropertySetList,
        11 => MetricValueKind.Extension,
        _ => MetricValueKind.None,
    };

    private static bool MoveTo(ref ProtobufReader reader, uint field)
    {
        while (reader.MoveNext())
        {
            if (reader.Field == field)
            {
                return true;
            }
        }

        return false;
    }
}
