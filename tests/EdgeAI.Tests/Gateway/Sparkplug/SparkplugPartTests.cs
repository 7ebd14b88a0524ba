using System.Text;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Sparkplug.Payloads;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Sparkplug;

public sealed class SparkplugPartTests
{
    [Theory]
    [InlineData("""{"online":true,"timestamp":5}""", true, true)]
    [InlineData("""{"timestamp":5,"more":[1,{"x":2}],"online":false}""", true, false)]
    [InlineData("""{"online":true}""", false, false)]
    [InlineData("""{"online":1,"timestamp":5}""", false, false)]
    [InlineData("""{"online":true,"timestamp":-5}""", false, false)]
    [InlineData("""{"online":true,"timestamp":"5"}""", false, false)]
    [InlineData("""{"online":true,"timestamp":5} x""", false, false)]
    [InlineData("ONLINE", false, false)]
    [InlineData("[", false, false)]
    [InlineData("", false, false)]
    public void HostState_Json_IsReadOrRefused(string json, bool read, bool online)
    {
        Assert.Equal(read, HostStateMessage.TryRead(Encoding.UTF8.GetBytes(json), out HostStateMessage message));
        Assert.Equal((online, read ? 5UL : 0), (message.Online, message.Timestamp));
    }

    [Fact]
    public void HostState_MutatedJson_IsReadOrRefusedAndNeverThrows()
    {
        byte[] seed = Encoding.UTF8.GetBytes("""{"online":true,"timestamp":1700000000000,"a":[null,"é",-1e5]}""");
        Random random = new(7);
        HashSet<bool> outcomes = [];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutated = [.. seed];
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            outcomes.Add(HostStateMessage.TryRead(mutated.AsSpan(0, random.Next(4) == 0 ? random.Next(mutated.Length) : mutated.Length), out _));
        }

        Assert.Equal([false, true], outcomes.Order());
    }

    [Fact]
    public void BirthSequence_RestartsAndDamage_GoOnOrBeginAtZero()
    {
        using TemporaryFolder folder = new();
        BirthSequence first = new(folder.Path);
        Assert.Equal((0, 1), (first.Next(), first.Next()));
        Assert.Equal(2, new BirthSequence(folder.Path).Next());
        File.WriteAllText(folder[BirthSequence.FileName], "255");
        Assert.Equal(0, new BirthSequence(folder.Path).Next());
        File.WriteAllText(folder[BirthSequence.FileName], "what?");
        Assert.Equal(0, new BirthSequence(folder.Path).Next());
    }

    [Fact]
    public void BirthSequence_FolderThatIsGone_GrowsAndSaysSo()
    {
        BirthSequence births = new("/no/such/folder");
        Assert.Equal((0, 1), (births.Next(), births.Next()));
        Assert.Contains(BirthSequence.FileName, births.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Node Control/Rebirth", null, true, 0)]
    [InlineData("", 2ul, false, 1)]
    [InlineData("Node Control/Rebirths", 2ul, false, 1)]
    public void NodeCommand_ForARebirth_IsKnownByItsNameOnly(string name, ulong? alias, bool asks, int refused)
    {
        byte[] buffer = new byte[128];
        SparkplugPayloadWriter writer = new(buffer, 1);
        writer.TryWrite(new SparkplugMetric { Name = Encoding.UTF8.GetBytes(name), Alias = alias, Type = SparkplugDataType.Boolean, Value = MetricValue.Boolean(true) });
        Assert.Equal(new NodeCommand(asks, refused), NodeCommand.Read(buffer.AsSpan(0, writer.Finish(null))));
    }

    [Fact]
    public void FrameQueue_Full_DropsTheOldestCountsAndAllocatesNothing()
    {
        FrameQueue queue = new(4);
        QueuedFrame frame = new();
        for (byte number = 1; number <= 10; number++)
        {
            queue.Offer(Record([number, number]));
        }

        List<byte> taken = [];
        while (queue.TryTake(ref frame))
        {
            Assert.Equal(2, frame.FrameLength);
            taken.Add(frame.Frame[0]);
        }

        Assert.Equal([7, 8, 9, 10], taken);
        Assert.Equal(6, queue.Dropped);
        byte[] bytes = new byte[200];
        Assert.Equal(0, Allocation.Of(() =>
        {
            queue.Offer(Record(bytes));
            queue.TryTake(ref frame);
        }));
    }

    [Fact]
    public void FrameQueue_Departure_KeepsItsPlaceAndIsNoRecordThatIsDropped()
    {
        FrameQueue queue = new(2);
        QueuedFrame frame = new();
        queue.Offer(Record([1]));
        queue.OfferDeparture("r1");
        Assert.True(queue.TryTake(ref frame));
        Assert.False(frame.IsDeparture);
        queue.Offer(Record([2]));
        Assert.True(queue.TryTake(ref frame));
        Assert.Equal((true, "r1"), (frame.IsDeparture, Encoding.ASCII.GetString(frame.Robot, 0, frame.RobotLength)));
        Assert.True(queue.TryTake(ref frame));
        queue.OfferDeparture("r1");
        queue.Offer(Record([3]));
        queue.Offer(Record([4]));
        Assert.Equal(0, queue.Dropped);
        queue.Offer(Record([5]));
        Assert.Equal(1, queue.Dropped);
        Assert.True(queue.TryTake(ref frame));
        Assert.Equal((false, 4), (frame.IsDeparture, frame.Frame[0]));
    }

    [Fact]
    public void FrameQueue_RecordsOfTheGatewayItself_AreIgnored()
    {
        FrameQueue queue = new(4);
        queue.Offer(Record(new byte[44], RecordKind.DeclaredLoss));
        queue.Offer(Record(new byte[5000]));
        QueuedFrame frame = new();
        Assert.False(queue.TryTake(ref frame));
        Assert.Equal(2, queue.Ignored);
    }

    [Theory]
    [InlineData("#", "r/a/b", true)]
    [InlineData("r/#", "r/a/b", true)]
    [InlineData("r/a/b/#", "r/a/b", true)]
    [InlineData("r/+", "r/a/b", false)]
    [InlineData("+/a/+", "r/a/b", true)]
    [InlineData("r/a", "r/a/b", false)]
    [InlineData("r/a/b/c", "r/a/b", false)]
    [InlineData("r/x/#", "r/a/b", false)]
    public void MetricFilter_Filter_MatchesAsATopicFilterDoes(string filter, string path, bool wanted)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        Assert.True(MetricFilter.IsValid(filter));
        Assert.Equal(wanted, new MetricFilter([filter], []).Wants(path[..slash], path[(slash + 1)..]));
        Assert.Equal(!wanted, new MetricFilter(["#"], [filter]).Wants(path[..slash], path[(slash + 1)..]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/#/b")]
    [InlineData("a#")]
    [InlineData("a/b+")]
    public void MetricFilter_NoFilter_IsRefused(string filter) => Assert.False(MetricFilter.IsValid(filter));

    private static GatewayRecord Record(ReadOnlySpan<byte> frame, RecordKind kind = RecordKind.Frame) => new()
    {
        Sequence = 1,
        Kind = kind,
        Class = RecordClass.Telemetry,
        ReceivedUtcNanoseconds = 0,
        UtcNanoseconds = 0,
        UncertaintyNanoseconds = 0,
        RobotBoot = 1,
        Robot = "r1"u8,
        Frame = frame,
    };
}
