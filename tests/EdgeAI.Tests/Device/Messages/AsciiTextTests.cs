using System.Globalization;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Messages;

public sealed class AsciiTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-10)]
    [InlineData(100)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Append_Number_IsInDecimal(long number)
    {
        AsciiText text = new(40);
        Assert.Equal($"n={number.ToString(CultureInfo.InvariantCulture)}", text.Append("n=").Append(number).ToString());
    }

    [Fact]
    public void Append_MoreThanFits_IsCut()
    {
        AsciiText text = new(5);
        Assert.Equal("ab123", text.Append("ab").Append(123456).Append("x").ToString());
    }

    [Fact]
    public void Append_WhatMayNotStand_IsLeftOut() => Assert.Equal("ab", new AsciiText(5).Append("a\u00e9\nb").ToString());
}
