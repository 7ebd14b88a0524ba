using System.Text;
using System.Text.Json;
using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>Payloads that Eclipse Tahu's library made: we read what it meant, and write the same bytes.</summary>
public sealed class PayloadVectorTests
{
    public static TheoryData<string> Names => ["bytes", "floats", "ints", "nbirth-bdseq", "text"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reader_TahuVector_GivesWhatWasMeant(string name)
    {
        JsonElement meant = Meant(name);
        Assert.Equal(PayloadRejection.None, SparkplugPayloadReader.Open(File.ReadAllBytes(PathOf(name, "bin")), out SparkplugPayloadReader reader));
        Assert.Equal(meant.GetProperty("timestamp").GetString(), reader.Timestamp.ToString());
        Assert.Equal(meant.GetProperty("seq").GetString(), reader.Seq.ToString());
        Assert.Equal(meant.GetProperty("metrics").GetArrayLength(), reader.MetricCount);
        foreach (JsonElement metric in meant.GetProperty("metrics").EnumerateArray())
        {
            Assert.True(reader.MoveNext());
            Assert.Equal(metric.GetProperty("name").GetString(), Encoding.UTF8.GetString(reader.Current.Name));
            Assert.Equal(metric.GetProperty("timestamp").GetString(), reader.Current.Timestamp.ToString());
            Assert.Equal(TypeOf(metric), reader.Current.Type);
            JsonElement value = metric.GetProperty("value");
            Assert.Equal(value.ValueKind == JsonValueKind.Object ? value.GetProperty("bytesHex").GetString() : value.ToString(), Shown(reader.Current));
        }

        Assert.False(reader.MoveNext());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Writer_WhatAVectorMeans_GivesItsBytes(string name)
    {
        JsonElement meant = Meant(name);
        byte[] buffer = new byte[1024];
        SparkplugPayloadWriter writer = new(buffer, ulong.Parse(meant.GetProperty("timestamp").GetString()!, null));
        foreach (JsonElement metric in meant.GetProperty("metrics").EnumerateArray())
        {
            SparkplugMetric written = new()
            {
                Name = Encoding.UTF8.GetBytes(metric.GetProperty("name").GetString()!),
                Timestamp = ulong.Parse(metric.GetProperty("timestamp").GetString()!, null),
                Type = TypeOf(metric),
                Value = ValueOf(TypeOf(metric), metric.GetProperty("value")),
            };
            Assert.True(writer.TryWrite(written));
        }

        int length = writer.Finish(ulong.Parse(meant.GetProperty("seq").GetString()!, null));
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(PathOf(name, "bin"))), Convert.ToHexString(buffer.AsSpan(0, length)));
    }

    private static string PathOf(string name, string extension) => Checkout.SharedData("vectors", "sparkplug-b", $"{name}.{extension}");

    private static JsonElement Meant(string name) => JsonDocument.Parse(File.ReadAllText(PathOf(name, "json"))).RootElement;

    private static SparkplugDataType TypeOf(JsonElement metric) => Enum.Parse<SparkplugDataType>(metric.GetProperty("type").GetString()!, ignoreCase: true);

    private static MetricValue ValueOf(SparkplugDataType type, JsonElement value) => type switch
    {
        SparkplugDataType.Float => MetricValue.Float(value.GetSingle()),
        SparkplugDataType.Double => MetricValue.Double(value.GetDouble()),
        SparkplugDataType.Boolean => MetricValue.Boolean(value.GetBoolean()),
        SparkplugDataType.Bytes => MetricValue.Of(MetricValueKind.Bytes, Convert.FromHexString(value.GetProperty("bytesHex").GetString()!)),
        SparkplugDataType.String or SparkplugDataType.Text or SparkplugDataType.Uuid => MetricValue.Text(Encoding.UTF8.GetBytes(value.GetString()!)),
        SparkplugDataType.Int64 or SparkplugDataType.UInt64 => MetricValue.Long(long.Parse(value.GetString()!, null)),
        SparkplugDataType.UInt32 => MetricValue.Long(value.GetInt64()),
        _ => MetricValue.Int(value.GetInt32()),
    };

    private static string Shown(in SparkplugMetric metric) => metric.Value.Kind switch
    {
        MetricValueKind.Text => Encoding.UTF8.GetString(metric.Value.Bytes),
        MetricValueKind.Bytes => Convert.ToHexStringLower(metric.Value.Bytes),
        MetricValueKind.Float or MetricValueKind.Double => metric.Value.AsDouble.ToString(),
        MetricValueKind.Boolean => metric.Value.AsBoolean.ToString(),
        _ => metric.Value.AsInteger(metric.Type).ToString(),
    };
}
