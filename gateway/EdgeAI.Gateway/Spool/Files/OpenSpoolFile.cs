using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>The spool's file as the writer has it open.</summary>
/// <param name="Database">The writer's own connection.</param>
/// <param name="Segments">The tables of records.</param>
/// <param name="Probe">Looks into them.</param>
/// <param name="Epoch">Whose numbers are given.</param>
internal sealed record OpenSpoolFile(SpoolDatabase Database, SpoolSegments Segments, SegmentProbe Probe, EpochFile Epoch) : IDisposable
{
    public void Dispose()
    {
        Probe.Dispose();
        Database.Dispose();
    }
}
