using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>
/// A spool as it stood at one moment, to be read beside a running gateway: its lanes, and what had left them. While it is open, the spool's journal grows
/// by what the gateway writes.
/// </summary>
internal sealed class SpoolSnapshot : IDisposable
{
    // A lane closes its connection, so each has one of its own; those that begin later see more than the first, and read only through what that saw.
    private readonly List<(RecordClass Class, SqliteConnection Connection, SpoolSegments Segments)> _lanes = [];

    private SpoolSnapshot()
    {
    }

    /// <summary>Whose spool it is.</summary>
    public SpoolIdentity Identity { get; private set; }

    /// <summary>The highest sequence that had been given.</summary>
    public long Through => _lanes[0].Segments.Highest();

    /// <summary>Opens a spool's file.</summary>
    /// <exception cref="GatewayException">There is no spool, or it cannot be read.</exception>
    public static SpoolSnapshot Open(string path)
    {
        SpoolSnapshot snapshot = new();
        try
        {
            foreach (RecordClass recordClass in SpoolSegments.Classes)
            {
                SqliteConnection connection = SpoolFile.ConnectReadOnly(path);
                snapshot._lanes.Add((recordClass, connection, new SpoolSegments([])));
                SpoolFile.Execute(connection, "BEGIN");
                snapshot.Identity = SpoolFile.ReadIdentity(connection);
                snapshot._lanes[^1] = (recordClass, connection, SpoolSchema.ReadSegments(connection));
            }

            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>Opens a lane, once.</summary>
    public SpoolLane Lane(RecordClass recordClass, ILaneKeeper keeper)
    {
        (_, SqliteConnection connection, SpoolSegments segments) = _lanes[(int)recordClass - 1];
        return new SpoolLane(connection, recordClass, segments, keeper, handsOut: false);
    }

    /// <summary>Gives a verifier one row as it is, whatever its body.</summary>
    public void AddRow(RecordClass recordClass, long sequence, RecordVerifier verifier)
    {
        (_, SqliteConnection connection, SpoolSegments segments) = _lanes[(int)recordClass - 1];
        foreach (SpoolSegment segment in segments.Of(recordClass))
        {
            using SegmentRows rows = new(connection.Handle!, segment);
            rows.Seek(sequence, 1);
            if (rows.Step() && rows.Sequence == sequence)
            {
                verifier.Add(Identity.Gateway, Identity.Epoch, rows.Record);
                return;
            }
        }
    }

    /// <summary>What is done with: released, dropped or declared lost. Of a table of version 1 no class is known.</summary>
    public IEnumerable<LeftRange> Left()
    {
        foreach ((RecordClass recordClass, _, SpoolSegments segments) in _lanes)
        {
            CountedSpan[] own = [];
            foreach (SpoolSegment segment in segments.Of(recordClass))
            {
                foreach (CountedSpan hole in segment.HasClassColumn ? segment.Holes : [])
                {
                    yield return RangeOf(default, hole);
                }

                own = segment.HasClassColumn ? own : segment.Holes.Aggregate(own, static (spans, hole) => CountedSpans.With(spans, hole, out _));
            }

            foreach (CountedSpan hole in own)
            {
                yield return RangeOf(recordClass, hole);
            }
        }
    }

    public void Dispose()
    {
        foreach ((_, SqliteConnection connection, _) in _lanes)
        {
            connection.Dispose();
        }
    }

    private LeftRange RangeOf(RecordClass recordClass, CountedSpan hole) => new(Identity.Gateway, Identity.Epoch, recordClass, hole.Span.First, hole.Span.Last, hole.Count);
}
