namespace EdgeAI.Gateway.Spool.Files;

/// <summary>What the end of a spool's journal held and SQLite will not find any more.</summary>
/// <param name="IsLost">Whether there may be such a thing.</param>
/// <param name="MostRecords">The most records that it can have held, as far as its length tells.</param>
internal readonly record struct LostTail(bool IsLost, long MostRecords)
{
    /// <summary>Looks at the journal before SQLite does; what may be lost is noted in the folder first, so that a cut does not make it be forgotten.</summary>
    /// <exception cref="IOException">The journal cannot be read, or spool.epoch cannot be written.</exception>
    public static LostTail Find(SpoolOptions options)
    {
        JournalFinding found = SpoolJournal.Look(SpoolFile.PathIn(options.Folder) + "-wal");
        bool isMarked = EpochFile.TryRead(options.Folder, out EpochMark mark) && mark.Identity.Gateway == options.Gateway;
        bool isMissing = isMarked && mark.IsOpen && found.IsEmpty;
        if (!found.IsDamaged && !isMissing)
        {
            return default;
        }

        if (isMarked)
        {
            EpochFile.NoteLost(options.Folder, mark);
        }

        return new LostTail(true, isMissing ? mark.Ceiling : found.MostRecords);
    }
}
