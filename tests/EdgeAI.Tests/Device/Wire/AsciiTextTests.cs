using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Wire;

public sealed class AsciiTextTests
{
    [Fact]
    public void TrySet_PrintableThatFits_ReadsBack()
    {
        AsciiText text = new(5);

        Assert.True(text.TrySet(" a~Z9"));
        Assert.Equal(" a~Z9", text.ToString());
        Assert.True(text.TrySet(""));
        Assert.Equal("", text.ToString());
    }

    [Theory]
    [InlineData("abcdef")]
    [InlineData("a\n")]
    [InlineData("a\u007f")]
    [InlineData("\u00e4")]
    [InlineData("\u0161")]
    public void TrySet_TooLongOrNotPrintable_ChangesNothing(string refused)
    {
        AsciiText text = new(5);
        Assert.True(text.TrySet("kept"));

        Assert.False(text.TrySet(refused));
        Assert.Equal("kept", text.ToString());
    }

    [Fact]
    public void CopyFrom_Shorter_LeavesNothingOfTheOld()
    {
        AsciiText text = new(8);
        AsciiText other = new(4);
        Assert.True(text.TrySet("longtext") && other.TrySet("abc"));

        text.CopyFrom(other);

        Assert.Equal("abc", text.ToString());
    }
}
