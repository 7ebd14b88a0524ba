using System.Buffers;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Mqtt;

public sealed class MqttFuzzTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void Codec_MutatedPackets_MeanTheSameWhereverTheyAreCut(byte version, int seed)
    {
        MqttMutator mutator = new(seed);
        HashSet<string> seen = [];
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = mutator.Next(version);
            IReadOnlyList<string> whole = MqttCodecProbe.Read(new ReadOnlySequence<byte>(bytes), version);
            seen.UnionWith(whole.Select(read => string.Join(' ', read.Split(' ').Take(2))));
            for (int cut = 0; cut <= bytes.Length; cut += 1 + (round % 3))
            {
                Assert.Equal(whole, MqttCodecProbe.Read(MqttCodecProbe.Split(bytes, cut), version));
            }
        }

        // The mutations reach both what is taken and many ways of rejection.
        Assert.Contains("Publish None", seen);
        Assert.InRange(seen.Count, 25, 500);
    }

    [Fact]
    public void Codec_LongHostileInput_AllocatesNoMoreThanItReads()
    {
        MqttMutator mutator = new(3);
        List<byte> bytes = [];
        while (bytes.Count < 1 << 20)
        {
            bytes.AddRange(mutator.Next(5));
        }

        byte[] all = [.. bytes];
        AllocationMeter meter = AllocationMeter.Start();
        for (int start = 0; start < all.Length; start += 997)
        {
            MqttCodecProbe.Read(new ReadOnlySequence<byte>(all, start, Math.Min(4096, all.Length - start)), 5);
        }

        // The probe copies each body once and names each packet; nothing grows with what a packet claims to hold.
        Assert.InRange(meter.Bytes, 0, 32L << 20);
    }

    [Fact]
    public async Task Broker_HostilePackets_ServesAnHonestRobotMeanwhile()
    {
        MqttFuzzer fuzzer = new(4);
        using StringWriter report = new();
        await fuzzer.RunAsync(TimeSpan.FromSeconds(2), report);
        Assert.Empty(fuzzer.Findings);
        Assert.True(fuzzer.Cases > 1000, report.ToString());
    }
}
