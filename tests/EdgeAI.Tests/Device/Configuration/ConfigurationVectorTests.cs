using EdgeAI.Device.Configuration;

namespace EdgeAI.Tests.Device.Configuration;

/// <summary>The decoder against vectors that were made from CONFIGURATION.md and not from it.</summary>
public sealed class ConfigurationVectorTests
{
    public static TheoryData<string> Sound => [.. ConfigurationVector.All.Where(static vector => vector.Verdict == "Ok").Select(static vector => vector.Name)];

    public static TheoryData<string> Refused => [.. ConfigurationVector.All.Where(static vector => vector.Verdict != "Ok").Select(static vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Decode_SoundVector_ReadsItsFields(string name)
    {
        ConfigurationVector vector = ConfigurationVector.Named(name);

        ConfigurationVerdict verdict = ConfigurationDecoder.Decode(vector.Bytes, vector.Bytes.Length);

        Assert.Equal((ConfigurationStatus.Ok, 0, -1, -1), (verdict.Status, verdict.Offset, verdict.Bus, verdict.Sensor));
        Assert.Equal(vector.Says, ConfigurationText.Of(verdict.Configuration!));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Decode_RefusedVector_NamesTheRejectionAndItsPlace(string name)
    {
        ConfigurationVector vector = ConfigurationVector.Named(name);

        ConfigurationVerdict verdict = ConfigurationDecoder.Decode(vector.Bytes, vector.Bytes.Length);

        Assert.Equal((vector.Verdict, vector.Offset, vector.Bus, vector.Sensor), (verdict.Status.ToString(), verdict.Offset, verdict.Bus, verdict.Sensor));
        Assert.Null(verdict.Configuration);
    }

    [Fact]
    public void Vectors_ShowEveryRejectionThatBytesCanHave()
    {
        IEnumerable<ConfigurationStatus> expected = Enum.GetValues<ConfigurationStatus>().Where(static status => status != ConfigurationStatus.NotHere);
        Assert.Equal(expected.Select(static status => status.ToString()).Order(), ConfigurationVector.All.Select(static vector => vector.Verdict).Distinct().Order());
    }

    [Fact]
    public void Vectors_ShowEveryDriver() =>
        Assert.Equal(
            Enum.GetValues<DriverCode>(),
            ConfigurationDecoder.Decode(Every, Every.Length).Configuration!.Sensors.Select(static sensor => sensor.Driver));

    [Fact]
    public void Decode_NothingOrLessThanItSays_IsBadLength()
    {
        Assert.Equal(ConfigurationStatus.BadLength, ConfigurationDecoder.Decode(null!, 100).Status);
        Assert.Equal(ConfigurationStatus.BadLength, ConfigurationDecoder.Decode([], 0).Status);
        Assert.Equal(ConfigurationStatus.BadLength, ConfigurationDecoder.Decode(Every, -1).Status);
        Assert.Equal(ConfigurationStatus.BadLength, ConfigurationDecoder.Decode(Every, Every.Length + 1).Status);
        Assert.Equal(ConfigurationStatus.TooLong, ConfigurationDecoder.Decode(Every, int.MaxValue).Status);
    }

    private static byte[] Every => ConfigurationVector.Named("every-driver").Bytes;
}
