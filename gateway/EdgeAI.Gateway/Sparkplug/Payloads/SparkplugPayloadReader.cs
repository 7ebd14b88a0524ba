namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>
/// Reads a Sparkplug B payload (Sparkplug 3.0.0, 6.4.1). <see cref="Open"/> judges all of it; after that nothing can fail. Never throws,
/// allocates nothing. Where a field stands twice the last one counts.
/// </summary>
internal ref struct SparkplugPayloadReader
{
    /// <summary>The longest payload that is read, in bytes.</summary>
    public const int MaximumLength = 1 << 20;

    private const uint TimestampField = 1;
    private const uint MetricField = 2;
    private const uint SeqField = 3;
    private const uint UuidField = 4;
    private const uint BodyField = 5;

    private ProtobufReader _fields;

    private SparkplugPayloadReader(ReadOnlySpan<byte> payload)
    {
        _fields = new ProtobufReader(payload);
        ProtobufReader fields = _fields;
        while (fields.MoveNext())
        {
            switch (fields.Field)
            {
                case TimestampField:
                    Timestamp = fields.Bits;
                    break;
                case MetricField:
                    MetricCount++;
                    break;
                case SeqField:
                    Seq = fields.Bits;
                    break;
                case UuidField:
                    Uuid = fields.Bytes;
                    break;
                case BodyField:
                    Body = fields.Bytes;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>When it was sent: milliseconds since 1970-01-01T00:00:00 UTC; nothing where it is not said.</summary>
    public ulong? Timestamp { get; }

    /// <summary>The sequence number; nothing where there is none.</summary>
    public ulong? Seq { get; }

    /// <summary>The UUID as it stands, UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> Uuid { get; }

    /// <summary>The body beside the metrics; empty where there is none.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>How many metrics there are.</summary>
    public int MetricCount { get; }

    /// <summary>The metric that <see cref="MoveNext"/> came to.</summary>
    public SparkplugMetric Current { get; private set; }

    /// <summary>Judges a payload and stands before its first metric, or names what is wrong with it.</summary>
    public static PayloadRejection Open(ReadOnlySpan<byte> payload, out SparkplugPayloadReader reader)
    {
        PayloadRejection rejection = payload.Length > MaximumLength ? PayloadRejection.TooLong : PayloadChecker.Check(payload, MessageShape.Payload);
        reader = rejection == PayloadRejection.None ? new SparkplugPayloadReader(payload) : default;
        return rejection;
    }

    /// <summary>Goes to the next metric; false after the last.</summary>
    public bool MoveNext()
    {
        while (_fields.MoveNext())
        {
            if (_fields.Field == MetricField)
            {
                Current = Read(_fields.Bytes);
                return true;
            }
        }

        return false;
    }

    private static SparkplugMetric Read(ReadOnlySpan<byte> metric)
    {
        ReadOnlySpan<byte> name = default;
        ulong? alias = null;
        ulong? timestamp = null;
        SparkplugDataType type = SparkplugDataType.Unknown;
        bool historical = false;
        bool transient = false;
        bool isNull = false;
        ReadOnlySpan<byte> metadata = default;
        ReadOnlySpan<byte> properties = default;
        MetricValue value = default;
        ProtobufReader fields = new(metric);
        while (fields.MoveNext())
        {
            switch (fields.Field)
            {
                case SparkplugPayloadWriter.NameField:
                    name = fields.Bytes;
                    break;
                case SparkplugPayloadWriter.AliasField:
                    alias = fields.Bits;
                    break;
                case SparkplugPayloadWriter.MetricTimestampField:
                    timestamp = fields.Bits;
                    break;
                case SparkplugPayloadWriter.DataTypeField:
                    type = (SparkplugDataType)fields.Bits;
                    break;
                case SparkplugPayloadWriter.IsHistoricalField:
                    historical = fields.Bits != 0;
                    break;
                case SparkplugPayloadWriter.IsTransientField:
                    transient = fields.Bits != 0;
                    break;
                case SparkplugPayloadWriter.IsNullField:
                    isNull = fields.Bits != 0;
                    break;
                case SparkplugPayloadWriter.MetadataField:
                    metadata = fields.Bytes;
                    break;
                case SparkplugPayloadWriter.PropertiesField:
                    properties = fields.Bytes;
                    break;
                case >= (uint)MetricValueKind.Int and <= (uint)MetricValueKind.Extension:
                    value = ValueOf((MetricValueKind)fields.Field, fields);
                    break;
                default:
                    break;
            }
        }

        return new SparkplugMetric
        {
            Name = name,
            Alias = alias,
            Timestamp = timestamp,
            Type = type,
            IsHistorical = historical,
            IsTransient = transient,
            IsNull = isNull,
            Metadata = metadata,
            Properties = properties,
            Value = value,
        };
    }

    private static MetricValue ValueOf(MetricValueKind kind, scoped in ProtobufReader field)
        => field.Type == WireType.Length ? MetricValue.Of(kind, field.Bytes) : MetricValue.Number(kind, Narrowed(kind, field.Bits));

    // An int_value is an uint32 and a bool a bit to protobuf, however many bits its varint has.
    internal static ulong Narrowed(MetricValueKind kind, ulong bits) => kind switch
    {
        MetricValueKind.Int => (uint)bits,
        MetricValueKind.Boolean => bits != 0 ? 1UL : 0,
        _ => bits,
    };
}
