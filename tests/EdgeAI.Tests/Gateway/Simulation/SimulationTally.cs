using System.Collections.Concurrent;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>How often what happened, over any number of runs at once.</summary>
internal sealed class SimulationTally
{
    private readonly ConcurrentDictionary<SimulatedEvent, long> _counts = new();

    public long this[SimulatedEvent what] => _counts.GetValueOrDefault(what);

    public void Add(SimulatedEvent what, long times) => _counts.AddOrUpdate(what, times, (_, before) => before + times);

    public override string ToString() => string.Join(", ", Enum.GetValues<SimulatedEvent>().Select(what => $"{what} {this[what]}"));
}
