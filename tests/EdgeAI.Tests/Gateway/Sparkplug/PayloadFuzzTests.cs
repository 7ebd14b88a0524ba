using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>Bytes that are no payload: named, never thrown at, and what is accepted is read to its end and comes back the same.</summary>
public sealed class PayloadFuzzTests
{
    // By protobuf's encoding: the largest timestamp, a metric with name, alias, properties, value and metadata, one with a table, one with a template; seq 3.
    private const string Seed =
        "08FFFFFFFFFFFFFFFFFF01"
        + "1222" + "0A016D" + "1005" + "1801" + "200A" + "4A09" + "0A016B" + "120408082005" + "420312016E" + "690000000000000040"
        + "1213" + "0A0174" + "8A010D" + "0801" + "120161" + "180A" + "22040A020801"
        + "1210" + "0A0170" + "92010A" + "0A0131" + "12050A01785001"
        + "1803";

    public static TheoryData<string, string> Malformed => new()
    {
        { "00", "BadField" },
        { "07", "BadField" },
        { "0B", "BadField" },
        { "0C", "BadField" },
        { "FFFFFFFFFF01", "BadField" },
        { "08", "Truncated" },
        { "0880", "Truncated" },
        { "0880808080808080808002", "BadVarint" },
        { "08FFFFFFFFFFFFFFFFFFFF01", "BadVarint" },
        { "1205", "Truncated" },
        { "12FFFFFFFFFFFFFFFFFF01", "Truncated" },
        { "0901", "Truncated" },
        { "0D01", "Truncated" },
        { "0A00", "WrongWireType" },
        { "1001", "WrongWireType" },
        { "12020801", "WrongWireType" },
        { "12056501020304", "None" },
        { "12056D01020304", "WrongWireType" },
        { "12030A01FF", "BadText" },
        { "1202" + "2023", "UnknownDataType" },
        { "12054A030A016B", "UnevenProperties" },
        { "3A00", "None" },
        { "", "None" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Reader_OneFault_IsNamed(string bytes, string rejection)
        => Assert.Equal(rejection, SparkplugPayloadReader.Open(Convert.FromHexString(bytes), out _).ToString());

    [Fact]
    public void Reader_TemplatesInTemplates_AreRefusedBeforeTheStackEnds()
    {
        byte[] inner = [];
        for (int level = 0; level < 2000; level++)
        {
            // Metric within template within metric: field 18 of a metric, field 2 of a template.
            inner = Wrap(0x12, Wrap(0x92, inner));
        }

        Assert.Equal(PayloadRejection.TooDeep, SparkplugPayloadReader.Open(inner, out _));
    }

    [Fact]
    public void Reader_LongerThanAllowed_IsRefusedUnread()
        => Assert.Equal(PayloadRejection.TooLong, SparkplugPayloadReader.Open(new byte[SparkplugPayloadReader.MaximumLength + 1], out _));

    [Fact]
    public void Reader_MutatedPayloads_AreReadOrRefused()
    {
        byte[] seed = Convert.FromHexString(Seed);
        Random random = new(20_261_130);
        int[] outcomes = new int[Enum.GetValues<PayloadRejection>().Length];
        Assert.Equal(PayloadRejection.None, SparkplugPayloadReader.Open(seed, out _));
        for (int round = 0; round < 200_000; round++)
        {
            byte[] mutated = seed.AsSpan(0, random.Next(4) == 0 ? random.Next(seed.Length) : seed.Length).ToArray();
            for (int change = random.Next(1, 4); change > 0 && mutated.Length > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            PayloadRejection rejection = SparkplugPayloadReader.Open(mutated, out SparkplugPayloadReader reader);
            outcomes[(int)rejection]++;
            if (rejection == PayloadRejection.None)
            {
                int metrics = ReadAll(ref reader);
                Assert.Equal(reader.MetricCount, metrics);
                byte[] copy = PayloadTests.Copy(mutated, mutated.Length + 64);
                Assert.Equal(Convert.ToHexString(copy), Convert.ToHexString(PayloadTests.Copy(copy, copy.Length + 64)));
            }
        }

        // Everything that a change of the seed's bytes can bring about was brought about.
        Assert.All(
            [PayloadRejection.None, PayloadRejection.Truncated, PayloadRejection.BadVarint, PayloadRejection.BadField, PayloadRejection.WrongWireType, PayloadRejection.BadText, PayloadRejection.UnknownDataType, PayloadRejection.UnevenProperties],
            rejection => Assert.NotEqual(0, outcomes[(int)rejection]));
    }

    private static int ReadAll(ref SparkplugPayloadReader reader)
    {
        int metrics = 0;
        while (reader.MoveNext())
        {
            metrics++;
            MetricMetadata.Read(reader.Current.Metadata);
            PropertySetReader properties = new(reader.Current.Properties);
            while (properties.MoveNext())
            {
            }
        }

        return metrics;
    }

    private static byte[] Wrap(byte tag, byte[] inner)
    {
        List<byte> outer = tag == 0x92 ? [tag, 1] : [tag];
        for (int left = inner.Length; ; left >>= 7)
        {
            outer.Add((byte)(left >= 0x80 ? left | 0x80 : left));
            if (left < 0x80)
            {
                break;
            }
        }

        outer.AddRange(inner);
        return [.. outer];
    }
}
