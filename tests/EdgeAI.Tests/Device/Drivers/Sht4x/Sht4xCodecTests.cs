using EdgeAI.Device.Drivers.Sht4x;

namespace EdgeAI.Tests.Device.Drivers.Sht4x;

public sealed class Sht4xCodecTests
{
    /// <summary>DS "Checksum calculation": CRC(0xBEEF) = 0x92.</summary>
    [Fact]
    public void Checksum_DataSheetsExample_GivesItsNumber() => Assert.Equal(0x92, Sht4xCodec.Checksum(0xBE, 0xEF));

    [Fact]
    public void TryDecodeWord_UpToThreeBitsFlipped_IsAlwaysRefused()
    {
        byte[] bytes = [0xBE, 0xEF, 0x92];
        Assert.True(Sht4xCodec.TryDecodeWord(bytes, 0, out int word));
        Assert.Equal(0xBEEF, word);
        for (int a = 0; a < 24; a++)
        {
            for (int b = a; b < 24; b++)
            {
                for (int c = b; c < 24; c++)
                {
                    int mask = (1 << a) ^ (b == a ? 0 : 1 << b) ^ (c == b ? 0 : 1 << c);
                    byte[] flipped = [(byte)(0xBE ^ mask), (byte)(0xEF ^ (mask >> 8)), (byte)(0x92 ^ (mask >> 16))];
                    Assert.False(Sht4xCodec.TryDecodeWord(flipped, 0, out word));
                    Assert.Equal(0, word);
                }
            }
        }
    }

    [Fact]
    public void Conversions_EveryWord_AreWithinHalfAStepOfTheDataSheetsFormulas()
    {
        for (int word = 0; word <= 0xFFFF; word++)
        {
            Assert.InRange(Sht4xCodec.Temperature(word) - (100 * (-45 + (175 * (word / 65_535.0)))), -0.5, 0.5);
            Assert.InRange(Sht4xCodec.Humidity(word) - Math.Clamp(100 * (-6 + (125 * (word / 65_535.0))), 0, 10_000), -0.5, 0.5);
        }
    }
}
