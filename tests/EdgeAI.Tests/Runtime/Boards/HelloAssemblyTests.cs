using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Tests.Runtime.Boards;

public sealed class HelloAssemblyTests
{
    private readonly HelloAssembly _assembly = new();

    public HelloAssemblyTests() => _assembly.Restart(boot: 7);

    [Fact]
    public void Take_AllPartsInAnyOrderAfterTheHello_MakesOneWholeHello()
    {
        _assembly.Take(Hello(number: 4, streams: 2));
        _assembly.Take(Layout(4, stream: 9, first: 1, count: 2));
        _assembly.Take(Stream(4, index: 1, stream: 9));
        _assembly.Take(Stream(4, index: 0, stream: 2));
        Assert.False(_assembly.IsComplete);
        _assembly.Take(Layout(4, stream: 9, first: 0, count: 1));

        BoardHello told = Assert.IsType<BoardHello>(_assembly.Current);
        Assert.Equal((7, 4, "left_hand", ""), (told.Boot, told.Number, told.BoardName, told.ProfileHash));
        Assert.Equal([2, 9], told.Streams.Select(static stream => stream.Stream));
        TaxelPlaces layout = Assert.Single(told.Layouts);
        Assert.Equal([0, 0, 0, 1, 0, 0, 2, 0, 0], layout.Places);
        Assert.Equal((1, 0, 0), (_assembly.Completed, _assembly.Strays, _assembly.Unfinished));
    }

    [Fact]
    public void Take_BoardWithoutStreams_IsWholeAtOnce()
    {
        _assembly.Take(Hello(0, streams: 0));
        Assert.NotNull(_assembly.Current);
    }

    [Fact]
    public void Take_PartsOfTwoTellingsMixed_NeverMakesOneOfBoth()
    {
        _assembly.Take(Hello(1, streams: 2));
        _assembly.Take(Stream(1, 0, stream: 2));
        _assembly.Take(Hello(2, streams: 2));
        _assembly.Take(Stream(1, 1, stream: 9));
        _assembly.Take(Stream(2, 1, stream: 9));
        Assert.Null(_assembly.Current);
        _assembly.Take(Stream(2, 0, stream: 2));
        Assert.Equal(2, _assembly.Current!.Number);
        Assert.Equal((1, 1, 1), (_assembly.Completed, _assembly.Strays, _assembly.Unfinished));
    }

    [Fact]
    public void Take_PartsThatCannotBelong_AreCountedAndLeftOut()
    {
        _assembly.Take(Stream(1, 0, 2));
        _assembly.Take(Layout(1, 9, 0, 1));
        _assembly.Take(Hello(1, streams: 2));
        _assembly.Take(Stream(1, 0, 2));
        _assembly.Take(Stream(1, 0, 3));
        _assembly.Take(Stream(1, 1, 2));
        _assembly.Take(Stream(1, 2, 5));
        _assembly.Take(Layout(1, 9, 0, 2));
        _assembly.Take(Layout(1, 9, 1, 2));
        _assembly.Take(Hello(1, streams: 2));
        Assert.Equal(7, _assembly.Strays);
        Assert.Null(_assembly.Current);
    }

    [Fact]
    public void Restart_AnotherBoot_ForgetsWhatTheLastOneTold()
    {
        _assembly.Take(Hello(0, streams: 0));
        _assembly.Restart(8);
        Assert.Null(_assembly.Current);
        _assembly.Take(Hello(0, streams: 0));
        Assert.Equal(8, _assembly.Current!.Boot);
    }

    [Fact]
    public void LacksALayout_TactileStreamWithoutTaxels_IsSaid()
    {
        _assembly.Take(Hello(1, streams: 1));
        _assembly.Take(Stream(1, 0, 9, MessageType.TactileArray));
        Assert.True(_assembly.LacksALayout);
        _assembly.Take(Layout(1, 9, 0, 3));
        Assert.False(_assembly.LacksALayout);
        Assert.Equal(3, Assert.Single(_assembly.Current!.Layouts).Count);
    }

    private static Hello Hello(ushort number, int streams)
    {
        Hello hello = new() { HelloNumber = number, StreamCount = streams };
        Assert.True(hello.BoardName.TrySet("left_hand"));
        return hello;
    }

    private static StreamDescription Stream(ushort number, int index, byte stream, MessageType type = MessageType.ForceStamped) =>
        new() { HelloNumber = number, StreamIndex = index, Stream = stream, ReadingType = type };

    // Three taxels in all; a taxel's x is its number.
    private static TaxelLayout Layout(ushort number, byte stream, int first, int count)
    {
        TaxelLayout layout = new(3) { HelloNumber = number, Stream = stream, Total = 3, First = first, Count = count };
        for (int taxel = 0; taxel < count; taxel++)
        {
            layout.Places[3 * taxel] = (short)(first + taxel);
        }

        return layout;
    }
}
