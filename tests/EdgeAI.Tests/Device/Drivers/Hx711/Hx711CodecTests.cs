using CsCheck;
using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Hx711;

namespace EdgeAI.Tests.Device.Drivers.Hx711;

public sealed class Hx711CodecTests
{
    [Theory]
    [InlineData(Hx711Input.ChannelA128, 25)]
    [InlineData(Hx711Input.ChannelB32, 26)]
    [InlineData(Hx711Input.ChannelA64, 27)]
    public void EncodePulses_EachInput_IsItsNumberOfRisingEdgesAndEndsEveryByteLow(Hx711Input input, int pulses)
    {
        byte[] send = new byte[Hx711Codec.FrameBytes];
        Hx711Codec.EncodePulses(send, input);
        string bits = string.Concat(send.Select(value => Convert.ToString(value, 2).PadLeft(8, '0')));
        Assert.Equal(pulses, bits.Split("10").Length - 1);
        Assert.DoesNotContain("11", bits, StringComparison.Ordinal);
        Assert.All(send, value => Assert.Equal(0, value & 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(8388607)]
    [InlineData(-8388608)]
    [InlineData(0x5A5A5A)]
    public void Decode_TwosComplement_GivesItsCount(int count)
    {
        Assert.Equal(SensorStatus.Ok, Hx711Codec.Decode(Received(count), out int decoded));
        Assert.Equal(count, decoded);
    }

    [Fact]
    public void Decode_AnySingleBitFlipped_IsRefused()
    {
        for (int bit = 0; bit < Hx711Codec.FrameBytes * 8; bit++)
        {
            byte[] received = Received(1234567);
            received[bit / 8] ^= (byte)(0x80 >> (bit % 8));
            Assert.Equal(bit < 48 ? SensorStatus.Implausible : SensorStatus.ChipFault, Hx711Codec.Decode(received, out int count));
            Assert.Equal(0, count);
        }
    }

    [Fact]
    public void Decode_AnyBytes_EitherRefusesOrReencodes() =>
        Gen.Byte.Array[Hx711Codec.FrameBytes].Sample(
            received => Hx711Codec.Decode(received, out int count) != SensorStatus.Ok || Received(count).SequenceEqual(received),
            iter: 100_000,
            seed: "0N0XIzNsQ0O2");

    private static byte[] Received(int count)
    {
        byte[] received = new byte[Hx711Codec.FrameBytes];
        for (int bit = 0; bit < 24; bit++)
        {
            int pair = ((count >> (23 - bit)) & 1) != 0 ? 3 : 0;
            received[bit / 4] |= (byte)(pair << (6 - (bit % 4 * 2)));
        }

        received[6] = 0xFF;
        return received;
    }
}
