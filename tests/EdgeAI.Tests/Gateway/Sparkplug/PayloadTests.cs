using System.Text;
using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Tests.Gateway.Sparkplug;

public sealed class PayloadTests
{
    // A table of one row, a template instance of one metric, and metadata, by Eclipse Tahu's library.
    private const string Rich = """
        {"timestamp":1700000000000,"seq":9,"uuid":"u-1","metrics":[
        {"name":"table","type":"DataSet","timestamp":1,"value":{"numOfColumns":2,"columns":["a","b"],"types":["Double","String"],"rows":[[1.5,"x"],[2.5,"y"]]}},
        {"name":"pump","type":"Template","alias":7,"value":{"version":"1","templateRef":"pump","isDefinition":false,"metrics":[{"name":"speed","type":"Int32","value":-3}],"parameters":[{"name":"p","type":"Boolean","value":true}]}},
        {"name":"f","type":"Bytes","isHistorical":true,"isTransient":true,"value":[1,2],"metadata":{"isMultiPart":true,"contentType":"t","size":2,"seq":1,"fileName":"n","fileType":"x","md5":"m","description":"d"}},
        {"name":"none","type":"Double","value":null},
        {"name":"m","type":"Int32","value":4,"properties":{"engUnit":{"type":"String","value":"N"},"Quality":{"type":"Int32","value":192},"inner":{"type":"PropertySet","value":{"k":{"type":"Boolean","value":true}}}}}]}
        """;

    [Fact]
    public async Task Reader_EveryPartByTahu_IsRepresented()
    {
        byte[] payload = (await OfficialSparkplug.EncodeAsync(Rich))[0];
        Assert.Equal(PayloadRejection.None, SparkplugPayloadReader.Open(payload, out SparkplugPayloadReader reader));
        Assert.Equal("u-1", Encoding.UTF8.GetString(reader.Uuid));
        Assert.True(reader.MoveNext());
        Assert.Equal(MetricValueKind.DataSet, reader.Current.Value.Kind);
        Assert.False(reader.Current.Value.Bytes.IsEmpty);
        Assert.True(reader.MoveNext());
        Assert.Equal((MetricValueKind.Template, 7UL), (reader.Current.Value.Kind, reader.Current.Alias));
        Assert.True(reader.MoveNext());
        Assert.True(reader.Current.IsHistorical && reader.Current.IsTransient);
        MetricMetadata metadata = MetricMetadata.Read(reader.Current.Metadata);
        Assert.True(metadata.IsMultiPart);
        Assert.Equal((2UL, 1UL), (metadata.Size, metadata.Seq));
        Assert.Equal("t n x m d", $"{Text(metadata.ContentType)} {Text(metadata.FileName)} {Text(metadata.FileType)} {Text(metadata.Md5)} {Text(metadata.Description)}");
        Assert.True(reader.MoveNext());
        Assert.True(reader.Current.IsNull);
        Assert.True(reader.MoveNext());
        PropertySetReader properties = new(reader.Current.Properties);
        Assert.True(properties.MoveNext());
        Assert.Equal("engUnit=N", $"{Text(properties.Current.Key)}={Text(properties.Current.Value.Bytes)}");
        Assert.True(properties.MoveNext());
        Assert.Equal(("Quality", SparkplugDataType.Int32, 192L), (Text(properties.Current.Key), properties.Current.Type, properties.Current.Value.AsInteger(SparkplugDataType.Int32)));
        Assert.True(properties.MoveNext());
        Assert.Equal(MetricValueKind.PropertySet, properties.Current.Value.Kind);
        Assert.False(properties.MoveNext());
        Assert.False(reader.MoveNext());
    }

    [Fact]
    public async Task Writer_WhatTheReaderGave_IsTheSamePayloadToTahu()
    {
        byte[] payload = (await OfficialSparkplug.EncodeAsync(Rich))[0];
        byte[] copy = Copy(payload, 4096);
        string[] decoded = await OfficialSparkplug.DecodeAsync(payload, copy);
        Assert.Equal(decoded[0], decoded[1]);
    }

    [Fact]
    public async Task Writer_PropertiesBesideTheirKeys_AreReadByTahu()
    {
        byte[] buffer = new byte[256];
        PropertySetWriter properties = new(new byte[128]);
        properties.Write(new SparkplugProperty { Key = "engUnit"u8, Type = SparkplugDataType.String, Value = MetricValue.Text("rad/s"u8) });
        properties.Write(new SparkplugProperty { Key = "Simulated"u8, Type = SparkplugDataType.Boolean, Value = MetricValue.Boolean(true) });
        properties.Write(new SparkplugProperty { Key = "nothing"u8, Type = SparkplugDataType.Double, IsNull = true });
        SparkplugPayloadWriter writer = new(buffer, 5);
        Assert.True(writer.TryWrite(new SparkplugMetric { Name = "m"u8, Alias = 3, Timestamp = 4, Type = SparkplugDataType.Double, Properties = properties.Written, Value = MetricValue.Double(-0.25) }));
        int length = writer.Finish(255);
        string decoded = (await OfficialSparkplug.DecodeAsync(buffer[..length]))[0];
        Assert.Equal(
            """{"timestamp":"5","metrics":[{"value":-0.25,"type":"Double","name":"m","timestamp":"4","alias":"3","properties":{"engUnit":{"value":"rad/s","type":"String"},"Simulated":{"value":true,"type":"Boolean"},"nothing":{"value":null,"type":"Double"}}}],"seq":"255"}""",
            decoded);
    }

    [Fact]
    public void Writer_NoRoomForAMetric_LeavesThePayloadWhole()
    {
        byte[] buffer = new byte[64];
        SparkplugPayloadWriter writer = new(buffer, 1_700_000_000_000);
        int written = 0;
        while (writer.TryWrite(new SparkplugMetric { Alias = 200, Timestamp = 1_700_000_000_000, Value = MetricValue.Double(1) }))
        {
            written++;
        }

        int length = writer.Finish(255);
        Assert.InRange(length, 1, buffer.Length);
        Assert.Equal(PayloadRejection.None, SparkplugPayloadReader.Open(buffer.AsSpan(0, length), out SparkplugPayloadReader reader));
        Assert.Equal(written, reader.MetricCount);
        Assert.Equal(255UL, reader.Seq);
    }

    [Fact]
    public void Writer_EveryRoom_NeverWritesBeyondItAndNeverHalf()
    {
        byte[] long_ = new byte[300];
        byte[] whole = new byte[1024];
        int wanted = Write(whole, long_);
        for (int room = 0; room < wanted + 11; room++)
        {
            byte[] guarded = new byte[room + 16];
            Array.Fill(guarded, (byte)0xEE);
            int length = Write(guarded.AsSpan(0, room), long_);
            Assert.False(guarded.AsSpan(room).ContainsAnyExcept((byte)0xEE));
            Assert.True(length == 0 || SparkplugPayloadReader.Open(guarded.AsSpan(0, length), out _) == PayloadRejection.None);
        }
    }

    [Fact]
    public void Codec_WritingAndReading_AllocatesNothing()
    {
        byte[] buffer = new byte[1024];
        byte[] bytes = new byte[300];
        long seen = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            int length = Write(buffer, bytes);
            if (SparkplugPayloadReader.Open(buffer.AsSpan(0, length), out SparkplugPayloadReader reader) == PayloadRejection.None)
            {
                while (reader.MoveNext())
                {
                    seen += reader.Current.Value.Bytes.Length;
                }
            }
        }));
        Assert.NotEqual(0, seen);
    }

    internal static byte[] Copy(ReadOnlySpan<byte> payload, int room)
    {
        Assert.Equal(PayloadRejection.None, SparkplugPayloadReader.Open(payload, out SparkplugPayloadReader reader));
        byte[] copy = new byte[room];
        SparkplugPayloadWriter writer = new(copy, reader.Timestamp);
        while (reader.MoveNext())
        {
            Assert.True(writer.TryWrite(reader.Current));
        }

        return copy[..writer.Finish(reader.Seq, reader.Uuid, reader.Body)];
    }

    private static int Write(Span<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        SparkplugPayloadWriter writer = new(buffer, 1_700_000_000_000);
        writer.TryWrite(new SparkplugMetric { Name = "a/b"u8, Alias = 1, Timestamp = 2, Type = SparkplugDataType.Int32, Value = MetricValue.Int(-1) });
        writer.TryWrite(new SparkplugMetric { Name = "c"u8, Type = SparkplugDataType.Bytes, Value = MetricValue.Of(MetricValueKind.Bytes, bytes) });
        return writer.Finish(7);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
