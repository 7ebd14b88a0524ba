using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Tests.Runtime.Metrics;

public sealed class GcPausesTests
{
    [Fact]
    public void Observe_AfterCollections_CountsThemAndTheirStops()
    {
        GcPauses pauses = new();
        pauses.Observe();
        long before = pauses.Collections;
        GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        pauses.Observe();
        Assert.True(pauses.Collections > before, "a collection that was forced is counted");
        Assert.True(pauses.Stops.Count > 0 && pauses.Stops.Maximum > 0, "it stopped the threads for a while");
        Assert.True(pauses.TotalNanoseconds >= pauses.Stops.Maximum, "the longest stop is part of the total");
    }
}
