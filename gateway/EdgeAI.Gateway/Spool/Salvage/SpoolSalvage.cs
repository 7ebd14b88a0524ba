using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// Makes a sound file of a damaged one: every record that waits and matches its checksum is carried over under its own number, and only
/// what could not be read is declared lost. The damaged file is only read.
/// </summary>
internal static class SpoolSalvage
{
    /// <summary>Writes the new file, whole and synced when this returns.</summary>
    /// <param name="source">The damaged file; nobody writes it meanwhile.</param>
    /// <param name="destination">The new one; it does not exist.</param>
    /// <param name="mark">Whose spool it is, and which numbers may have been given.</param>
    /// <param name="passedBy">What readers met as damage in this life of the spool and passed by: it counts as lost although it may be found.</param>
    /// <param name="options">The spool's options.</param>
    /// <exception cref="Exception">Whatever SQLite or the disk says when the new file cannot be written.</exception>
    public static SalvageReport Write(string source, string destination, EpochMark mark, IReadOnlyList<LaneSpan> passedBy, SpoolOptions options)
    {
        using SqlitePages pages = new(source);
        ReadableTables tables = ReadableTables.Read(source, isLatest: !pages.IsJournalDamaged);
        CellFinder cells = new(pages);
        FinishedStretches finished = FinishedStretches.Of(tables, cells);
        foreach (LaneSpan span in passedBy)
        {
            finished.Add(span.Class, span.Span);
        }

        (long highest, long last) = NumbersOf(source, tables, mark);
        SalvageReport report;
        using (SalvageTarget target = new(destination, mark.Identity))
        {
            cells.FindRecords((key, row) =>
            {
                bool isRecord = SalvagedRow.TryReadRecord(key, row, out GatewayRecord record);
                if (isRecord && record.Sequence <= last && !finished.Contains(record.Class, record.Sequence))
                {
                    target.Add(record);
                }

                return isRecord;
            });

            // Above the last number the new file's own begin.
            long carried = 0;
            foreach (RecordClass recordClass in SpoolSegments.Classes)
            {
                long ofClass = target.Number(recordClass, recordClass == RecordClass.Safety ? last : 0);
                target.AddChain(recordClass, tables, isLatest: highest == last, last, ofClass);
                carried += ofClass;
            }

            target.AddTables(tables);
            SpoolSchema.Seal(target.Connection);
            SalvageLosses losses = DeclareLosses(tables, finished, target, mark, new SequenceSpan(highest + 1, last), carried, options);
            target.Commit();
            report = new SalvageReport(carried, losses.Declared, losses.IsExact, tables.Unread, "");
        }

        using FileStream written = new(destination, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
        return report;
    }

    /// <summary>
    /// The last number that the file says it gave, and the last that it may have given: the same where it counts its records and its journal is
    /// whole, for then no number is left out; otherwise the ceiling.
    /// </summary>
    private static (long Highest, long Last) NumbersOf(string source, ReadableTables tables, EpochMark mark)
    {
        long highest = tables.IsCounted ? tables.Segments.Select(segment => segment.Newest).DefaultIfEmpty(0).Max() : 0;
        JournalFinding journal = SpoolJournal.Look(source + "-wal");
        bool isLatest = tables.IsCounted && highest >= mark.Given && !journal.IsDamaged && !(mark.IsOpen && journal.IsEmpty);
        return (highest, isLatest ? highest : Math.Max(highest, mark.Ceiling));
    }

    private static SalvageLosses DeclareLosses(ReadableTables tables, FinishedStretches finished, SalvageTarget target, EpochMark mark, SequenceSpan unknown, long carried, SpoolOptions options)
    {
        EpochFile epoch = new(options.Folder, mark.Identity);
        epoch.Load(mark);
        SpoolSegments segments = SpoolSchema.ReadSegments(target.Connection);
        SpoolDatabase database = new(target.Connection, maximumPageCount: 0);
        RecordAppender appender = new(database, segments, epoch, options with { Observers = [] }, seals: null);
        SalvageLosses losses = new(tables, finished, target, appender, segments);
        losses.Declare(unknown, carried);
        database.Save(segments);
        database.DisposeStatements();
        return losses;
    }
}
