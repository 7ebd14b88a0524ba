using CsCheck;
using EdgeAI.Device.Drivers.Bme280;

namespace EdgeAI.Tests.Device.Drivers.Bme280;

public sealed class Bme280TrimmingTests
{
    private readonly Bme280Trimming _trimming = new();

    public Bme280TrimmingTests()
    {
        (byte[] first, byte[] second) = Bme280Fake.TrimmingBytes();
        Assert.True(_trimming.TryLoad(first, second));
    }

    /// <summary>BST-BMP280-DS001 section 3.12, "Calculating pressure and temperature": 25.08 degC, 100653.27 Pa.</summary>
    [Fact]
    public void Compensation_DataSheetsExample_GivesItsNumbers()
    {
        int fine = _trimming.FineTemperature(519_888);
        Assert.Equal(128_422, fine);
        Assert.Equal(2508, Bme280Trimming.Temperature(fine));
        Assert.Equal(100_653.27, _trimming.Pressure(415_148, fine) / 256.0, 1);
    }

    [Fact]
    public void Compensation_OverTheWholeRange_FollowsTheDoublePrecisionForm() => Gen.Select(Gen.Int[250_000, 760_000], Gen.Int[100_000, 700_000], Gen.Int[0, 65_535]).Sample(
        (rawTemperature, rawPressure, rawHumidity) =>
        {
            int fine = _trimming.FineTemperature(rawTemperature);
            double exact = Bme280Fake.FineOf(rawTemperature);
            Assert.InRange(fine - exact, -16, 16);
            Assert.InRange(Bme280Trimming.Temperature(fine) - (exact / 51.2), -1, 1);
            Assert.InRange((_trimming.Pressure(rawPressure, fine) / 256.0) - Bme280Fake.PressureOf(rawPressure, fine), -0.1, 0.1);
            Assert.InRange((_trimming.Humidity(rawHumidity, fine) / 1024.0) - Bme280Fake.HumidityOf(rawHumidity, fine), -0.02, 0.02);
        },
        iter: 20_000,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void TryLoad_NegativeTwelveBitParameters_KeepTheirSign()
    {
        (byte[] first, byte[] second) = Bme280Fake.TrimmingBytes();
        int plain = _trimming.Humidity(30_000, 128_422);
        second[3] = 0xFF;
        Assert.True(_trimming.TryLoad(first, second));
        Assert.True(_trimming.Humidity(30_000, 128_422) > plain);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(6)]
    public void TryLoad_ParameterThatIsNeverZero_IsRefused(int at)
    {
        (byte[] first, byte[] second) = Bme280Fake.TrimmingBytes();
        first[at] = 0;
        first[at + 1] = 0;
        Assert.False(_trimming.TryLoad(first, second));
    }

    [Fact]
    public void Compensation_AnyTrimming_NeverThrows() => Gen.Select(Gen.Byte.Array[26], Gen.Byte.Array[7], Gen.Int[0, 0xFFFFF], Gen.Int[0, 0xFFFF]).Sample(
        (first, second, raw, humidity) =>
        {
            var trimming = new Bme280Trimming();
            trimming.TryLoad(first, second);
            int fine = trimming.FineTemperature(raw);
            trimming.Pressure(raw, fine);
            Assert.InRange(trimming.Humidity(humidity, fine), 0, 102_400);
        },
        iter: 50_000,
        seed: "0N0XIzNsQ0O2");
}
