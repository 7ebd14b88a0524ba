using CsCheck;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Wire;

public sealed class LittleEndianTests
{
    [Fact]
    public void Write_KnownNumbers_PutsTheLeastSignificantByteFirst()
    {
        byte[] buffer = new byte[16];
        LittleEndian.WriteUInt16(buffer, 0, 0x0102);
        LittleEndian.WriteUInt32(buffer, 2, 0x03040506);
        LittleEndian.WriteUInt48(buffer, 6, 0x0708090A0B0C);
        LittleEndian.WriteInt32(buffer, 12, -2);

        Assert.Equal("0201060504030C0B0A090807FEFFFFFF", Convert.ToHexString(buffer));
        Assert.Equal(0x0102, LittleEndian.ReadUInt16(buffer, 0));
        Assert.Equal(0x03040506u, LittleEndian.ReadUInt32(buffer, 2));
        Assert.Equal(0x0708090A0B0C, LittleEndian.ReadUInt48(buffer, 6));
        Assert.Equal(-2, LittleEndian.ReadInt32(buffer, 12));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(0x00007FFFFFFFL)]
    [InlineData(0x0000FFFFFFFFL)]
    [InlineData(0x800080008000L)]
    [InlineData(FrameLayout.Max48)]
    public void UInt48_AtItsEdges_ComesBack(long value)
    {
        byte[] buffer = new byte[6];
        LittleEndian.WriteUInt48(buffer, 0, value);

        Assert.Equal(value, LittleEndian.ReadUInt48(buffer, 0));
    }

    [Fact]
    public void Int16s_CopiedAndOneByOne_AreEqual()
    {
        Gen.Short.Array[0, 80].Sample(
            static values =>
            {
                byte[] copied = new byte[(2 * values.Length) + 1];
                byte[] oneByOne = new byte[copied.Length];
                LittleEndian.WriteInt16s(values, values.Length, copied, 1);
                LittleEndian.WriteInt16sOneByOne(values, values.Length, oneByOne, 1);
                short[] back = new short[values.Length];
                short[] backOneByOne = new short[values.Length];
                LittleEndian.ReadInt16s(copied, 1, back, back.Length);
                LittleEndian.ReadInt16sOneByOne(copied, 1, backOneByOne, back.Length);
                return copied.AsSpan().SequenceEqual(oneByOne) && back.AsSpan().SequenceEqual(values) && backOneByOne.AsSpan().SequenceEqual(values);
            },
            seed: "0000000000001",
            iter: 5_000);
    }
}
