namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>A metric's or a property's value: a number in 64 bits, or bytes that belong to whoever made it.</summary>
internal readonly ref struct MetricValue
{
    private MetricValue(MetricValueKind kind, ulong bits, ReadOnlySpan<byte> bytes)
    {
        Kind = kind;
        Bits = bits;
        Bytes = bytes;
    }

    /// <summary>Which value field it is.</summary>
    public MetricValueKind Kind { get; }

    /// <summary>The number: an integer as it stands on the wire, or the bits of a floating point number, in the low half for 32 bits.</summary>
    public ulong Bits { get; }

    /// <summary>The bytes of a text, of bytes or of an encoded structure.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The number as a floating point number.</summary>
    public double AsDouble => Kind == MetricValueKind.Float ? BitConverter.UInt32BitsToSingle((uint)Bits) : BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>Whether the number is not 0.</summary>
    public bool AsBoolean => Bits != 0;

    /// <summary>The number as a signed integer of the type's width.</summary>
    public long AsInteger(SparkplugDataType type) => type switch
    {
        SparkplugDataType.Int8 => (sbyte)Bits,
        SparkplugDataType.Int16 => (short)Bits,
        SparkplugDataType.Int32 => (int)Bits,
        _ => (long)Bits,
    };

    /// <summary>An int_value. Negative ones stand as two's complement of 32 bits, as Eclipse Tahu writes them.</summary>
    public static MetricValue Int(int value) => new(MetricValueKind.Int, (uint)value, default);

    /// <summary>A long_value.</summary>
    public static MetricValue Long(long value) => new(MetricValueKind.Long, (ulong)value, default);

    /// <summary>A float_value.</summary>
    public static MetricValue Float(float value) => new(MetricValueKind.Float, BitConverter.SingleToUInt32Bits(value), default);

    /// <summary>A double_value.</summary>
    public static MetricValue Double(double value) => new(MetricValueKind.Double, BitConverter.DoubleToUInt64Bits(value), default);

    /// <summary>A boolean_value.</summary>
    public static MetricValue Boolean(bool value) => new(MetricValueKind.Boolean, value ? 1UL : 0, default);

    /// <summary>A string_value, in UTF-8.</summary>
    public static MetricValue Text(ReadOnlySpan<byte> utf8) => new(MetricValueKind.Text, 0, utf8);

    /// <summary>A number by the bits that <see cref="Bits"/> gives.</summary>
    public static MetricValue Number(MetricValueKind kind, ulong bits) => new(kind, bits, default);

    /// <summary>Bytes or an encoded structure.</summary>
    public static MetricValue Of(MetricValueKind kind, ReadOnlySpan<byte> bytes) => new(kind, 0, bytes);
}
