using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// Makes a file of a new epoch of one that is an old copy: what waits gets new numbers, from 1, in the order of its old ones. A loss that waits
/// to be declared gets as many numbers of its own, which nothing else has, and names those. Seals, which name old numbers, stay behind: new ones are made.
/// </summary>
internal static class NewEpochFile
{
    private const string SoundSuffix = "-sound";

    /// <summary>Writes the new file, whole and synced when this returns. The old one is only read.</summary>
    /// <param name="source">The old copy; nobody writes it meanwhile.</param>
    /// <param name="destination">The new file; it does not exist.</param>
    /// <param name="mark">Whose spool it is, and which numbers may have been given.</param>
    /// <param name="next">The new epoch.</param>
    /// <param name="passedBy">What readers met as damage and passed by.</param>
    /// <param name="options">The spool's options.</param>
    /// <exception cref="Exception">Whatever SQLite or the disk says when the new file cannot be written.</exception>
    public static SalvageReport Write(string source, string destination, EpochMark mark, SpoolIdentity next, IReadOnlyList<LaneSpan> passedBy, SpoolOptions options)
    {
        // What of the old copy is damaged is found and declared on the way, as in every replacement.
        string sound = destination + SoundSuffix;
        SalvageReport report = SpoolSalvage.Write(source, sound, mark, passedBy, options);
        using (SqliteConnection old = new(new SqliteConnectionStringBuilder { DataSource = sound, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString))
        using (SalvageTarget target = new(destination, next))
        {
            old.Open();
            ReadableTables tables = ReadableTables.Read(sound, isLatest: true);
            if (tables.Unread.Count > 0)
            {
                throw new IOException("what was just made of the old copy cannot be read");
            }

            // Of the file itself: where it left off is true whatever came after.
            NewEpochSeals seals = new(ReadableTables.Read(source, isLatest: true).Chains, mark.Identity.Epoch, next, target, options);
            long last = seals.SealRest(Renumber(old, target, seals, tables));
            foreach (RecordClass recordClass in SpoolSegments.Classes)
            {
                SpoolSchema.PutChain(target.Connection, recordClass, seals.PlaceOf(recordClass, last, target.Number(recordClass, recordClass == RecordClass.Safety ? last : 0)));
            }

            target.AddTables(tables);
            target.Commit();
        }

        File.Delete(sound);
        using FileStream written = new(destination, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
        return report;
    }

    /// <summary>Carries the records over under new numbers; the last one that was given. The steps of the clock follow.</summary>
    private static long Renumber(SqliteConnection old, SalvageTarget target, NewEpochSeals seals, ReadableTables tables)
    {
        Queue<(long Sequence, long Step)> steps = new(tables.ClockSteps.OrderBy(static step => step.Sequence));
        SortedDictionary<long, long> renumbered = [];
        long last = 0;
        using SpoolStatement rows = new(old.Handle!, string.Join(" UNION ALL ", SpoolSegments.Classes.Select(static recordClass =>
            $"SELECT {SegmentRows.ColumnsOf(recordClass)} FROM {SpoolSchema.TableOf(recordClass)}")) + " ORDER BY 1");
        while (rows.Step())
        {
            GatewayRecord record = SegmentRows.RecordOf(rows);
            TakeSteps(steps, record.Sequence, last, renumbered);
            if (record.Kind == RecordKind.Seal)
            {
                continue;
            }

            if (record.Kind == RecordKind.DeclaredLoss && DeclaredLoss.TryRead(record.Frame, out DeclaredLoss loss))
            {
                loss = loss with { First = last + 1, Last = last + loss.Count };
                last = loss.Last;
                byte[] body = new byte[DeclaredLoss.Length];
                loss.Write(body);
                record = record with { Frame = body };
            }

            record = record with { Sequence = ++last };
            record = record with { Checksum = record.ComputeChecksum() };
            target.Add(record);
            last = seals.Add(record);
        }

        TakeSteps(steps, long.MaxValue, last, renumbered);
        tables.ClockSteps.Clear();
        tables.ClockSteps.AddRange(renumbered.Select(static step => (step.Key, step.Value)));
        return last;
    }

    // A step came after a record: those that came before this one came after the last that was renumbered. Before all of them it says nothing.
    private static void TakeSteps(Queue<(long Sequence, long Step)> steps, long before, long last, SortedDictionary<long, long> renumbered)
    {
        while (steps.TryPeek(out (long Sequence, long Step) step) && step.Sequence < before)
        {
            steps.Dequeue();
            if (last > 0)
            {
                renumbered[last] = renumbered.GetValueOrDefault(last) + step.Step;
            }
        }
    }
}
