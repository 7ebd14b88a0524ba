using System.Diagnostics.Metrics;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;

namespace EdgeAI.Tests.Runtime.Graph;

public sealed class GraphLedgerTests
{
    [Fact]
    public void Ledger_OfAGraph_HasARowForEachEdge()
    {
        GraphFixture fixture = new(DropPolicy.DropOldest, capacity: 2);
        for (int sequence = 0; sequence < 5; sequence++)
        {
            fixture.Send(sequence, sequence * 1000);
        }

        fixture.Graph.Step();
        IEdgeAccount row = Assert.Single(fixture.Graph.Ledger.Edges);
        Assert.Equal(("test/bridge", DropPolicy.DropOldest, 2), (row.Name, row.Policy, row.Capacity));
        Assert.Equal(new EdgeLedger(5, 2, new EdgeDrops(Oldest: 3), 0), row.Ledger);
        Assert.Equal(3, fixture.Graph.Ledger.Dropped);
        Assert.Empty(fixture.Graph.Ledger.Faults(ended: true));
    }

    [Fact]
    public void Faults_OfAnEdgeThatDoesNotBalance_NameItAndItsCounts()
    {
        GraphLedger ledger = new([new FixedAccount("arm/torque", new EdgeLedger(10, 7, new EdgeDrops(Oldest: 1), 1))]);
        Assert.Equal(["edge 'arm/torque': 10 produced, but 7 delivered, 1 dropped and 1 in flight"], ledger.Faults(ended: false));
    }

    [Fact]
    public void Faults_OfAnEdgeThatHoldsItems_AreFaultsOnlyAtTheEnd()
    {
        GraphLedger ledger = new([new FixedAccount("arm/torque", new EdgeLedger(10, 7, new EdgeDrops(Oldest: 1), 2))]);
        Assert.Empty(ledger.Faults(ended: false));
        Assert.Equal(["edge 'arm/torque': 10 produced, but 7 delivered, 1 dropped and 2 in flight"], ledger.Faults(ended: true));
    }

    [Fact]
    public void Meter_WhenAsked_GivesEveryEdgeAndReason()
    {
        GraphLedger ledger = new([new FixedAccount("meter/test", new EdgeLedger(20, 7, new EdgeDrops(1, 2, 3, 4, 0), 3))]);
        using GraphLedgerMeter meter = new(ledger);
        Dictionary<string, long> read = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == GraphLedgerMeter.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            Dictionary<string, object?> named = new(tags.ToArray());
            if ((string?)named["edge"] == "meter/test")
            {
                Assert.Equal("DropOldest", named["policy"]);
                read.Add($"{instrument.Name} {named.GetValueOrDefault("reason")}".TrimEnd(), value);
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["edgeai.edge.produced"] = 20,
                ["edgeai.edge.delivered"] = 7,
                ["edgeai.edge.dropped Oldest"] = 1,
                ["edgeai.edge.dropped Newest"] = 2,
                ["edgeai.edge.dropped Superseded"] = 3,
                ["edgeai.edge.dropped Thinned"] = 4,
                ["edgeai.edge.dropped Stopped"] = 0,
                ["edgeai.edge.in_flight"] = 3,
            },
            read);
    }

    private sealed class FixedAccount(string name, EdgeLedger ledger) : IEdgeAccount
    {
        public string Name => name;

        public DropPolicy Policy => DropPolicy.DropOldest;

        public int Capacity => 4;

        public EdgeLedger Ledger => ledger;
    }
}
