using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>Damages sound configurations, with fixed seeds: nothing throws, what is refused has a place, what is accepted says no more than its bytes.</summary>
public sealed class ConfigurationFuzzTests
{
    private const int Runs = 200_000;

    private static readonly byte[][] Seeds = [.. ConfigurationVector.All.Where(static vector => vector.Verdict == "Ok").Select(static vector => vector.Bytes)];

    [Fact]
    public void Decode_DamagedAndSealedAgain_NamesARejectionAndItsPlace()
    {
        Random random = new(20261123);
        Dictionary<ConfigurationStatus, int> seen = [];
        for (int run = 0; run < Runs; run++)
        {
            byte[] bytes = Seal(Damage(random, Seeds[random.Next(Seeds.Length)]));
            ConfigurationVerdict verdict = ConfigurationDecoder.Decode(bytes, bytes.Length);
            seen[verdict.Status] = seen.GetValueOrDefault(verdict.Status) + 1;
            Assert.Equal(verdict.Status == ConfigurationStatus.Ok, verdict.Configuration is not null);
            Assert.InRange(verdict.Offset, 0, Math.Max(bytes.Length - 4, 0));
            Assert.InRange(verdict.Bus, -1, ConfigurationDecoder.MaxBuses - 1);
            Assert.InRange(verdict.Sensor, -1, ConfigurationDecoder.MaxSensors - 1);
            Assert.True(verdict.Bus < 0 || verdict.Sensor < 0, $"run {run} stands in a bus and in a sensor");
        }

        // Every rejection that a sealed configuration can have; a checksum cannot be wrong here.
        foreach (ConfigurationStatus status in Enum.GetValues<ConfigurationStatus>().Where(static status => status is not (ConfigurationStatus.BadCrc or ConfigurationStatus.NotHere)))
        {
            Assert.True(seen.GetValueOrDefault(status) > 10, $"{status}: {seen.GetValueOrDefault(status)} times in {Runs} runs");
        }
    }

    [Fact]
    public void Decode_DamagedAndNotSealed_IsNeverAccepted()
    {
        Random random = new(7);
        for (int run = 0; run < Runs; run++)
        {
            byte[] seed = Seeds[random.Next(Seeds.Length)];
            byte[] bytes = Damage(random, seed);
            ConfigurationVerdict verdict = ConfigurationDecoder.Decode(bytes, bytes.Length);
            Assert.True(verdict.Status != ConfigurationStatus.Ok || bytes.AsSpan().SequenceEqual(seed), $"run {run} was accepted");
        }
    }

    [Fact]
    public void Decode_Accepted_SaysWhatItsBytesSayOnceMore()
    {
        Random random = new(42);
        int accepted = 0;
        for (int run = 0; run < Runs; run++)
        {
            byte[] bytes = Seal(Damage(random, Seeds[random.Next(Seeds.Length)]));
            ConfigurationVerdict verdict = ConfigurationDecoder.Decode(bytes, bytes.Length);
            if (verdict.Configuration is { } configuration)
            {
                accepted++;
                Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(ConfigurationBytes.Of(configuration)));
            }
        }

        Assert.True(accepted > Runs / 20, $"only {accepted} were accepted: nothing is proven");
    }

    [Fact]
    public void Decode_LargeConfiguration_AllocatesInProportionToItsBytes()
    {
        byte[] bytes = ConfigurationVector.Named("largest-counts").Bytes;
        ConfigurationDecoder.Decode(bytes, bytes.Length);
        AllocationMeter before = AllocationMeter.Start();
        ConfigurationDecoder.Decode(bytes, bytes.Length);
        Assert.InRange(before.Bytes, 1, 16 * bytes.Length);
    }

    private static byte[] Seal(byte[] bytes)
    {
        if (bytes.Length > 4)
        {
            LittleEndian.WriteUInt32(bytes, bytes.Length - 4, Crc32C.Compute(bytes, 0, bytes.Length - 4));
        }

        return bytes;
    }

    private static byte[] Damage(Random random, byte[] seed)
    {
        List<byte> bytes = [.. seed];
        for (int damages = random.Next(1, 4); damages > 0; damages--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(20, bytes.Count - at) + 1));
                    break;
                case 1:
                    bytes.InsertRange(at, new byte[random.Next(1, random.Next(50) == 0 ? 9000 : 20)]);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 4:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 5:
                    bytes[at] = (byte)random.Next(4);
                    break;
                case 6:
                    bytes[at]++;
                    break;
                default:
                    bytes[at]--;
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add((byte)random.Next(256));
            }
        }

        return [.. bytes];
    }
}
