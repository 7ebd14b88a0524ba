using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

public sealed class TopicsTests
{
    [Fact]
    public void Topics_Formatted_ParseToTheirParts()
    {
        AssertParses(Topics.RobotBatch("hall-2", "robot_1"), "edgeai/v1/hall-2/robot_1/batch", TopicKind.RobotBatch, "hall-2", "robot_1", 0, 0);
        AssertParses(Topics.GatewayRecords("hall-2", "gw.7"), "edgeai/v1/hall-2/gw.7/records", TopicKind.GatewayRecords, "hall-2", "gw.7", 0, 0);
        AssertParses(Topics.Commands("hall-2", "robot_1"), "edgeai/v1/hall-2/robot_1/commands", TopicKind.Commands, "hall-2", "robot_1", 0, 0);
        AssertParses(Topics.Results("hall-2", "robot_1"), "edgeai/v1/hall-2/robot_1/results", TopicKind.CommandResults, "hall-2", "robot_1", 0, 0);
        AssertParses(Topics.RawFrame("hall-2", "r", 65535, 255), "edgeai/v1/hall-2/r/65535/255", TopicKind.RawFrame, "hall-2", "r", 65535, 255);
        AssertParses(Topics.RawFrame("hall-2", "r", 0, 0), "edgeai/v1/hall-2/r/0/0", TopicKind.RawFrame, "hall-2", "r", 0, 0);
    }

    [Theory]
    [InlineData("", TopicRejection.ForeignPrefix)]
    [InlineData("spBv1.0/site/NDATA/gw", TopicRejection.ForeignPrefix)]
    [InlineData("EdgeAI/v1/a/b/batch", TopicRejection.ForeignPrefix)]
    [InlineData("edgeai/v2/a/b/batch", TopicRejection.UnknownVersion)]
    [InlineData("edgeai/", TopicRejection.UnknownVersion)]
    [InlineData("edgeai/v1/", TopicRejection.WrongLevelCount)]
    [InlineData("edgeai/v1/a/b", TopicRejection.WrongLevelCount)]
    [InlineData("edgeai/v1/a/b/1/2/3", TopicRejection.WrongLevelCount)]
    [InlineData("edgeai/v1/a/b/1/2/3/4/5/6/7", TopicRejection.WrongLevelCount)]
    [InlineData("edgeai/v1/A/b/batch", TopicRejection.InvalidSite)]
    [InlineData("edgeai/v1//b/batch", TopicRejection.InvalidSite)]
    [InlineData("edgeai/v1/a/-b/batch", TopicRejection.InvalidPublisher)]
    [InlineData("edgeai/v1/a/b c/batch", TopicRejection.InvalidPublisher)]
    [InlineData("edgeai/v1/a/b/Batch", TopicRejection.UnknownKind)]
    [InlineData("edgeai/v1/a/b/", TopicRejection.UnknownKind)]
    [InlineData("edgeai/v1/a/b/65536/0", TopicRejection.InvalidBoard)]
    [InlineData("edgeai/v1/a/b/01/0", TopicRejection.InvalidBoard)]
    [InlineData("edgeai/v1/a/b/-1/0", TopicRejection.InvalidBoard)]
    [InlineData("edgeai/v1/a/b//0", TopicRejection.InvalidBoard)]
    [InlineData("edgeai/v1/a/b/0/256", TopicRejection.InvalidStream)]
    [InlineData("edgeai/v1/a/b/0/99999999999999999999", TopicRejection.InvalidStream)]
    [InlineData("edgeai/v1/a/b/0/\u0661", TopicRejection.InvalidStream)]
    public void Topics_NotOurs_AreNamed(string topic, TopicRejection expected)
        => Assert.Equal(expected, Topics.Parse(topic, out _));

    [Fact]
    public void Topics_RandomText_NeverThrow()
    {
        Random random = new(7);
        string alphabet = "edgeai/v1 batchrecords0123456789-_.#+\0\uD800é/";
        char[] text = new char[64];
        for (int round = 0; round < 200_000; round++)
        {
            int length = random.Next(text.Length);
            "edgeai/v1/".CopyTo(text);
            for (int index = random.Next(11); index < length; index++)
            {
                text[index] = alphabet[random.Next(alphabet.Length)];
            }

            if (Topics.Parse(text.AsSpan(0, length), out RecordTopic topic) == TopicRejection.None)
            {
                Assert.True(Identifier.IsValid(topic.Site) && Identifier.IsValid(topic.Publisher));
            }
        }
    }

    [Fact]
    public void Topics_Parsed_AllocateNothing()
    {
        string topic = Topics.RawFrame("hall", "robot", 12, 3);
        _ = Topics.Parse(topic, out _);
        AllocationMeter meter = AllocationMeter.Start();
        for (int round = 0; round < 1000; round++)
        {
            _ = Topics.Parse(topic, out _);
        }

        Assert.Equal(0, meter.Bytes);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("9.x-y_z", true)]
    [InlineData("", false)]
    [InlineData(".a", false)]
    [InlineData("aB", false)]
    [InlineData("a/b", false)]
    [InlineData("a+", false)]
    public void Identifier_Rule_IsTheSameForTextAndBytes(string text, bool valid)
    {
        Assert.Equal(valid, Identifier.IsValid(text.AsSpan()));
        Assert.Equal(valid, Identifier.IsValid(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.False(Identifier.IsValid(new string('a', 65).AsSpan()));
        Assert.True(Identifier.IsValid(new string('a', 64).AsSpan()));
    }

    [Fact]
    public void Topics_InvalidId_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Topics.RobotBatch("Hall", "r"));
        Assert.Contains("'Hall' is not a valid id", error.Message, StringComparison.Ordinal);
    }

    private static void AssertParses(string topic, string expected, TopicKind kind, string site, string publisher, ushort board, byte stream)
    {
        Assert.Equal(expected, topic);
        Assert.Equal(TopicRejection.None, Topics.Parse(topic, out RecordTopic parsed));
        Assert.Equal(kind, parsed.Kind);
        Assert.Equal(site, parsed.Site.ToString());
        Assert.Equal(publisher, parsed.Publisher.ToString());
        Assert.Equal(board, parsed.Board);
        Assert.Equal(stream, parsed.Stream);
    }
}
