using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class ThousandGatewaysTests
{
    private const int Gateways = 1000;
    private const int Records = 40;

    [Fact]
    public async Task Gateways_AllReconnectAfterAnOutage_AllDrainInBoundedMemory()
    {
        await using TestCity city = new();
        await city.StartAsync();
        await city.StopAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        UplinkRig[] rigs =
        [
            .. Enumerable.Range(0, Gateways).Select(number => new UplinkRig(
                UplinkRig.To(city.Port) with { InitialBackoff = TimeSpan.FromSeconds(1), MaximumBackoff = TimeSpan.FromSeconds(4), BatchBytes = 16 << 10, JitterSeed = number },
                $"gateway-{number}")),
        ];
        try
        {
            foreach (UplinkRig rig in rigs)
            {
                rig.Add(Records);
                rig.Start();
            }

            await Eventually.HoldsAsync(() => rigs.All(rig => rig.Statistics.FailedConnections > 0), "every gateway sees the outage");
            await city.StartAsync();
            await Eventually.HoldsAsync(() => rigs.All(rig => rig.Waiting == 0), "every gateway drains");
            Assert.Equal(Gateways * Records, city.Count);

            // What a gateway's uplink, its lanes and its connection take, and what the city keeps of its records.
            long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Gateways;
            Assert.InRange(each, 0, 256 << 10);
        }
        finally
        {
            await Parallel.ForEachAsync(rigs, async (rig, _) => await rig.DisposeAsync());
        }
    }

    [Fact]
    public void Backoff_AThousandGateways_SpreadsThemOverTheWholePause()
    {
        int[] slots = new int[100];
        for (int seed = 0; seed < Gateways; seed++)
        {
            Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), seed);
            for (int attempt = 0; attempt < 3; attempt++)
            {
                backoff.Next();
            }

            // The fourth pause lies within 8 s: 100 slots of 80 ms, and 10 gateways in each if they were spread evenly.
            slots[(int)(backoff.Next() / TimeSpan.FromMilliseconds(80))]++;
        }

        Assert.All(slots, count => Assert.InRange(count, 0, 30));
    }
}
