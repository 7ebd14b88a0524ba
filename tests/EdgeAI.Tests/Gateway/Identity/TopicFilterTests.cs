using CsCheck;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Tests.Gateway.Identity;

public sealed class TopicFilterTests
{
    [Theory]
    [InlineData("a/b", true)]
    [InlineData("/", true)]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("a/+/b/#", true)]
    [InlineData("", false)]
    [InlineData("a/#/b", false)]
    [InlineData("a#", false)]
    [InlineData("a/b+", false)]
    [InlineData("a\0", false)]
    public void IsValid_Filter_FollowsSection47(string filter, bool valid) => Assert.Equal(valid, TopicFilter.IsValid(filter));

    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/uptime", false)]
    [InlineData("+/monitor", "$SYS/monitor", false)]
    [InlineData("$SYS/#", "$SYS/uptime", true)]
    [InlineData("a/b", "a/B", false)]
    [InlineData("a/+", "a/+", false)]
    [InlineData("a/#", "a/#", false)]
    public void Matches_ExamplesOfTheSpecification_Hold(string filter, string topic, bool matches) => Assert.Equal(matches, TopicFilter.Matches(filter, topic));

    [Theory]
    [InlineData("a/#", "a/#", true)]
    [InlineData("a/#", "a/+/b", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "#", false)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "a/+", true)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("#", "$share/group/a", false)]
    [InlineData("a/#", "$share/group/a/b", false)]
    [InlineData("#", "$SYS/#", false)]
    [InlineData("a/#", "a/#/b", false)]
    public void CoversSubscription_Permission_NeverGrantsMore(string permission, string filter, bool covers) => Assert.Equal(covers, TopicFilter.CoversSubscription(permission, filter));

    [Fact]
    public void CoversSubscription_AnyPair_GrantsNoTopicThatThePermissionDoesNotMatch()
    {
        Gen<string> level = Gen.OneOf("a", "b", "", "$x", "+", "#");
        Gen<string> filters = level.Array[1, 4].Select(levels => string.Join('/', levels)).Where(filter => TopicFilter.IsValid(filter));
        Gen<string> topics = Gen.OneOf("a", "b", "", "$x").Array[1, 4].Select(levels => string.Join('/', levels)).Where(topic => topic.Length > 0);
        Gen.Select(filters, filters, topics).Sample(
            (permission, filter, topic) => !TopicFilter.CoversSubscription(permission, filter) || !TopicFilter.Matches(filter, topic) || TopicFilter.Matches(permission, topic),
            iter: 100_000);
    }

    [Fact]
    public void Matches_AnyText_NeverThrowsAndAllocatesNothing()
    {
        Gen.String.Array[2].Sample(texts =>
        {
            TopicFilter.IsValid(texts[0]);
            TopicFilter.Matches(texts[0], texts[1]);
            TopicFilter.CoversSubscription(texts[0], texts[1]);
        });
        Assert.Equal(0, Allocation.Of(static () => TopicFilter.Matches("edgeai/v1/site/+/#", "edgeai/v1/site/robot/batch")));
    }
}
