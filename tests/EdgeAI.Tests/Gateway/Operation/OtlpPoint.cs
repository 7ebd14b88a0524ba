namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>One point of a series: a number, or of a histogram how many values there were and their sum.</summary>
internal sealed record OtlpPoint(string Attributes, string Unit, double Value, double Sum)
{
    /// <summary>NumberDataPoint: as_double 4, as_int 6, attributes 7.</summary>
    public static OtlpPoint OfNumber(ReadOnlyMemory<byte> point, string unit)
    {
        ProtobufField[] fields = [.. ProtobufField.All(point)];
        ProtobufField value = fields.Single(static field => field.Number is 4 or 6);
        return new OtlpPoint(AttributesIn(fields, 7), unit, value.Number == 4 ? value.Double : value.Fixed, 0);
    }

    /// <summary>HistogramDataPoint: count 4, sum 5, attributes 9.</summary>
    public static OtlpPoint OfHistogram(ReadOnlyMemory<byte> point, string unit)
    {
        ProtobufField[] fields = [.. ProtobufField.All(point)];
        return new OtlpPoint(AttributesIn(fields, 9), unit, fields.Single(static field => field.Number == 4).Fixed, fields.Single(static field => field.Number == 5).Double);
    }

    /// <summary>KeyValue: key 1, value 2; AnyValue: string_value 1.</summary>
    public static KeyValuePair<string, string> Attribute(ReadOnlyMemory<byte> attribute)
    {
        ProtobufField[] fields = [.. ProtobufField.All(attribute)];
        return new KeyValuePair<string, string>(fields.Single(static field => field.Number == 1).Text, ProtobufField.All(fields.Single(static field => field.Number == 2).Bytes).Single().Text);
    }

    private static string AttributesIn(ProtobufField[] fields, int number)
    {
        string[] attributes = [.. fields.Where(field => field.Number == number).Select(static field => Attribute(field.Bytes)).Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)];
        return attributes.Length == 0 ? "" : $"{{{string.Join(',', attributes)}}}";
    }
}
