using System.Buffers;
using EdgeAI.Gateway.Mqtt;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Mqtt;

public sealed class MqttCodecTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Read_ValidPackets_AreTaken(byte version)
    {
        foreach (byte[] packet in MqttMutator.SeedsOf(version).Where(packet => packet[0] >> 4 != 15))
        {
            IReadOnlyList<string> read = MqttCodecProbe.Read(new ReadOnlySequence<byte>(packet), version);
            Assert.Equal(2, read.Count);
            Assert.Contains(" None ", read[0], StringComparison.Ordinal);
            Assert.Equal("header Incomplete", read[1]);
        }
    }

    // Each is a packet that MQTT forbids, with the section that does.
    [Theory]
    [InlineData(5, "30FFFFFFFF7F", nameof(MqttRejection.InvalidLength))] // 1.5.5: five bytes of length
    [InlineData(5, "C08000", nameof(MqttRejection.InvalidLength))] // 1.5.5: longer than it needs to be
    [InlineData(5, "C100", nameof(MqttRejection.InvalidFlags))] // 2.1.3
    [InlineData(5, "8003000100", nameof(MqttRejection.InvalidFlags))] // 3.8.1
    [InlineData(5, "0000", nameof(MqttRejection.UnexpectedPacket))] // 2.1.2: reserved
    [InlineData(5, "20020000", nameof(MqttRejection.UnexpectedPacket))] // CONNACK comes from a server
    [InlineData(5, "F000", nameof(MqttRejection.UnexpectedPacket))] // AUTH without a method in CONNECT
    [InlineData(5, "30808040", nameof(MqttRejection.PacketTooLarge))] // 1 MiB, refused from its header
    [InlineData(5, "3605000161000100", nameof(MqttRejection.InvalidQos))] // 3.3.1.2: QoS 3
    [InlineData(5, "38040001610000", nameof(MqttRejection.InvalidQos))] // 3.3.1.1: DUP at QoS 0
    [InlineData(5, "320600016100000000", nameof(MqttRejection.InvalidPacketId))] // 2.2.1
    [InlineData(4, "3002002B", nameof(MqttRejection.Truncated))] // a topic that ends beyond its packet
    [InlineData(4, "300300012B", nameof(MqttRejection.InvalidTopicName))] // 3.3.2.1: '+'
    [InlineData(4, "30020000", nameof(MqttRejection.InvalidTopicName))] // 4.7.3
    [InlineData(5, "3003000000", nameof(MqttRejection.NoTopic))] // 3.3.2.1: no topic, no alias
    [InlineData(5, "3006000003230000", nameof(MqttRejection.InvalidTopicAlias))] // 3.3.2.3.4
    [InlineData(4, "3003000100", nameof(MqttRejection.InvalidText))] // 1.5.4: U+0000
    [InlineData(4, "3004000200C0", nameof(MqttRejection.InvalidText))]
    [InlineData(4, "30050003EDA080", nameof(MqttRejection.InvalidText))] // 1.5.4: a surrogate
    [InlineData(5, "300600016102FF00", nameof(MqttRejection.InvalidProperty))] // 2.2.2.2: unknown
    [InlineData(5, "30060001610221FF", nameof(MqttRejection.InvalidProperty))] // Receive Maximum in PUBLISH
    [InlineData(5, "3006000161020B01", nameof(MqttRejection.InvalidProperty))] // [MQTT-3.3.4-6]: from a client
    [InlineData(5, "300800016104010001000000", nameof(MqttRejection.DuplicateProperty))]
    [InlineData(5, "30060001610201020000", nameof(MqttRejection.InvalidPropertyValue))] // 3.3.2.3.2: 0 or 1
    [InlineData(5, "82030001000000", nameof(MqttRejection.NoFilters))] // 3.8.3
    [InlineData(4, "82020001", nameof(MqttRejection.NoFilters))]
    [InlineData(4, "820600010001610300", nameof(MqttRejection.InvalidSubscriptionOptions))] // QoS 3
    [InlineData(4, "820600010001610400", nameof(MqttRejection.InvalidSubscriptionOptions))] // reserved in 3.1.1
    [InlineData(5, "82070001000001613000", nameof(MqttRejection.InvalidSubscriptionOptions))] // retain handling 3
    [InlineData(5, "8212000100000C2473686172652F672F612F6204", nameof(MqttRejection.SharedNoLocal))] // 3.8.3.1
    [InlineData(4, "40020000", nameof(MqttRejection.InvalidPacketId))]
    [InlineData(4, "4003000100", nameof(MqttRejection.TrailingBytes))]
    [InlineData(4, "100C00044D51545404020000000161", nameof(MqttRejection.Truncated))]
    [InlineData(4, "100D00044D5154540403003C000161", nameof(MqttRejection.InvalidConnectFlags))] // reserved bit
    [InlineData(4, "100D00044D5154540442003C000161", nameof(MqttRejection.InvalidConnectFlags))] // a password without a name
    [InlineData(4, "100D00044D515454040A003C000161", nameof(MqttRejection.InvalidConnectFlags))] // will QoS without a will
    [InlineData(4, "100D00044D5154540602003C000161", nameof(MqttRejection.UnsupportedVersion))]
    [InlineData(4, "100F00064D514973647003023C00000161", nameof(MqttRejection.UnsupportedVersion))] // MQTT 3.1
    [InlineData(4, "100D00044D5154580402003C000161", nameof(MqttRejection.InvalidProtocolName))]
    [InlineData(5, "101100044D5154540502003C03210000000161", nameof(MqttRejection.InvalidPropertyValue))] // Receive Maximum 0
    public void Read_ForbiddenPackets_AreRejectedByName(byte version, string hex, string rejection)
    {
        string last = MqttCodecProbe.Read(new ReadOnlySequence<byte>(Convert.FromHexString(hex)), version)[^1];
        Assert.Equal(rejection, last.Split(' ')[1]);
    }

    [Theory]
    [InlineData("#", true)]
    [InlineData("a/#", true)]
    [InlineData("+", true)]
    [InlineData("+/a/+", true)]
    [InlineData("/", true)]
    [InlineData("a/+/b/#", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("#/", false)]
    [InlineData("a+", false)]
    [InlineData("+a/b", false)]
    [InlineData("##", false)]
    public void Filter_FollowsTheWildcardRules(string filter, bool valid)
        => Assert.Equal(valid, MqttText.IsTopicFilter(System.Text.Encoding.UTF8.GetBytes(filter)));

    [Fact]
    public void Publish_Read_AllocatesNothing()
    {
        byte[] packet = MqttPackets.Publish(5, "edgeai/v1/hall/robot/1/1", new byte[200], 7, 1, [0x23, 0, 1]);
        ReadOnlySequence<byte> bytes = new(packet);
        int read = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            MqttRejection rejection = MqttFixedHeader.Read(bytes, 1 << 20, out MqttFixedHeader header);
            rejection |= MqttPublish.Read(header.Flags, bytes.FirstSpan.Slice(header.HeaderLength, header.BodyLength), MqttVersion.V5, out MqttPublish publish);
            read += rejection == MqttRejection.None && publish.TopicAlias == 1 ? publish.Payload.Length : 0;
        }));
        Assert.Equal(550 * 200, read);
    }

    [Fact]
    public void Writer_PacketsOfAServer_AreThoseOfTheSpecification()
    {
        Assert.Equal("40020007", Written(output => MqttWriter.WriteAcknowledgement(output, MqttPacketType.Puback, 7)));
        Assert.Equal("5009000797051F00026E6F", Written(output => MqttWriter.WriteAcknowledgement(output, MqttPacketType.Pubrec, 7, MqttReasonCode.QuotaExceeded, "no", uint.MaxValue)));
        Assert.Equal("E0028B00", Written(output => MqttWriter.WriteDisconnect(output, MqttReasonCode.ServerShuttingDown, "", uint.MaxValue)));
        Assert.Equal("90050009000187", Written(output => MqttWriter.WriteSubscribed(output, MqttPacketType.Suback, MqttVersion.V5, 9, [1, 0x87])));
        Assert.Equal("900400090180", Written(output => MqttWriter.WriteSubscribed(output, MqttPacketType.Suback, MqttVersion.V311, 9, [1, 0x80])));
        Assert.Equal("B0020009", Written(output => MqttWriter.WriteSubscribed(output, MqttPacketType.Unsuback, MqttVersion.V311, 9, [0, 0])));
        Assert.Equal("32050001610005", Written(output => MqttWriter.WritePublish(output, MqttVersion.V311, "a"u8, [], 5)));
        Assert.Equal("30050001610055", Written(output => MqttWriter.WritePublish(output, MqttVersion.V5, "a"u8, [0x55], 0)));
        Assert.Equal("20020005", Written(output => MqttWriter.WriteConnack(output, MqttVersion.V311, new MqttConnack { Reason = MqttReasonCode.NotAuthorized, MaximumLength = uint.MaxValue })));
        Assert.Equal("2003008700", Written(output => MqttWriter.WriteConnack(output, MqttVersion.V5, new MqttConnack { Reason = MqttReasonCode.NotAuthorized, MaximumLength = uint.MaxValue })));
    }

    [Fact]
    public void Writer_LongReason_IsCutAtWholeCharacters()
    {
        byte[] packet = Convert.FromHexString(Written(output => MqttWriter.WriteDisconnect(output, MqttReasonCode.UnspecifiedError, new string('\u00E9', 2000), uint.MaxValue)));
        string text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(packet.AsSpan(packet.Length - MqttWriter.MaximumReasonBytes));
        Assert.Equal(new string('\u00E9', MqttWriter.MaximumReasonBytes / 2), text);
    }

    [Fact]
    public void PublishLength_IsWhatIsWritten()
    {
        foreach (int payload in (int[])[0, 100, 127, 128, 16_370, 16_384, 200_000])
        {
            ArrayBufferWriter<byte> output = new();
            MqttWriter.WritePublish(output, MqttVersion.V5, "topic"u8, new byte[payload], 3);
            Assert.Equal(output.WrittenCount, MqttWriter.PublishLength(MqttVersion.V5, 5, payload, hasPacketId: true));
        }
    }

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        ArrayBufferWriter<byte> output = new();
        write(output);
        return Convert.ToHexString(output.WrittenSpan);
    }
}
