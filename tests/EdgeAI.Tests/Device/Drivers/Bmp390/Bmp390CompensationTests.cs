using EdgeAI.Device.Drivers.Bmp390;

namespace EdgeAI.Tests.Device.Drivers.Bmp390;

public sealed class Bmp390CompensationTests
{
    /// <summary>The board's integers against the data sheet's formulas in double precision, over the whole range of a usual chip.</summary>
    [Fact]
    public void TryCompensate_UsualChip_IsWithinAHundredthOfAPascal()
    {
        Bmp390Compensation compensation = new();
        compensation.Load(Bmp390Fake.Trimming, 0);
        Bmp390Formula formula = new(Bmp390Fake.Trimming);
        int compared = 0;
        for (int rawTemperature = 5_000_000; rawTemperature < 12_000_000; rawTemperature += 97_531)
        {
            double celsius = formula.Temperature(rawTemperature);
            if (celsius is < -40 or > 85)
            {
                Assert.False(compensation.TryCompensate(7_000_000, rawTemperature));
                continue;
            }

            for (int raw = 3_000_000; raw < 0xFFFFFF; raw += 123_457)
            {
                double pascal = formula.Pressure(raw, celsius);
                if (pascal is > 0 and < 2_000_000)
                {
                    Assert.True(compensation.TryCompensate(raw, rawTemperature));
                    Assert.Equal(pascal * 100, compensation.PressureHundredths, 2.0);
                    Assert.Equal(celsius * 100, compensation.TemperatureHundredths, 1.0);
                    compared++;
                }
            }
        }

        Assert.True(compared > 2000, $"{compared}");
    }

    /// <summary>Whatever coefficients a chip could hold, no intermediate overflows: the result is the formula's, or a refusal.</summary>
    [Fact]
    public void TryCompensate_RandomChips_AgreesWithTheFormulaOrRefuses()
    {
        Random random = new(390);
        byte[] trimming = new byte[Bmp390Registers.TrimmingBytes];
        Bmp390Compensation compensation = new();
        int compared = 0;
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(trimming);
            compensation.Load(trimming, 0);
            Bmp390Formula formula = new(trimming);
            int rawTemperature = Math.Clamp(((trimming[0] | (trimming[1] << 8)) * 256) + random.Next(-3_000_000, 3_000_000), 0, 0xFFFFFF);
            int raw = random.Next(0x1000000);
            double celsius = formula.Temperature(rawTemperature);
            double pascal = formula.Pressure(raw, celsius);
            if (compensation.TryCompensate(raw, rawTemperature))
            {
                compared++;
                Assert.Equal(celsius * 100, compensation.TemperatureHundredths, 1.0);
                Assert.Equal(pascal * 100, compensation.PressureHundredths, 5.0);
            }
            else
            {
                Assert.True(celsius is < -39.98 or > 84.98 || pascal is < 0.1 or > 1_999_999, $"{celsius} degC, {pascal} Pa was refused");
            }
        }

        Assert.True(compared > 10_000, $"only {compared} chips were plausible");
    }

    /// <summary>CRC-8 with polynomial 0x1D, all ones at first and inverted at last, is the catalogue's CRC-8/SAE-J1850.</summary>
    [Fact]
    public void Crc_CoefficientsThatAreTheCheckDigits_GivesTheCatalogueValue()
    {
        byte[] bytes = new byte[Bmp390Registers.TrimmingBytes];
        "123456789"u8.CopyTo(bytes);
        int crc = 0xFF;
        foreach (byte value in bytes)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                int top = (crc >> 7) ^ ((value >> bit) & 1);
                crc = ((crc << 1) & 0xFF) ^ (top * 0x1D);
            }
        }

        Assert.Equal((byte)(crc ^ 0xFF), Bmp390Compensation.Crc(bytes, 0));
    }

    [Fact]
    public void Crc_AnyFlippedBit_IsSeen()
    {
        byte[] bytes = [.. Bmp390Fake.Trimming];
        byte crc = Bmp390Compensation.Crc(bytes, 0);
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(crc, Bmp390Compensation.Crc(bytes, 0));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
