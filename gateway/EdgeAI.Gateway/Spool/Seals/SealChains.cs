using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Seals;

/// <summary>
/// The chains of seals of the four classes (RECORDS.md, "Seals"): which records no seal names yet, when one is due, and how all of that comes from the file at
/// the start and goes into it with each transaction. The appender numbers and stores the seals.
/// </summary>
internal sealed class SealChains
{
    /// <summary>What a record adds to the next seal, nearly.</summary>
    public const int BytesPerRecord = 20;

    // What a seal's row takes besides.
    private const int BytesPerSeal = 256;

    // After a transaction that failed, seals rest: it may have been for want of room for them, and what waits must not fail by that again.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly SealChain[] _chains;
    private readonly SpoolDatabase _database;
    private readonly SpoolSegments _segments;
    private readonly SpoolOptions _options;
    private readonly byte[] _entries = new byte[Seal.MaximumCount * SealEntry.Length];
    private long _restsSince;
    private bool _rests;

    /// <summary>Goes on where the file says that the chains stand.</summary>
    /// <param name="database">The writer's database.</param>
    /// <param name="segments">The tables of records.</param>
    /// <param name="identity">Whose spool it is and which life of it.</param>
    /// <param name="signer">The key.</param>
    /// <param name="options">When a seal is due.</param>
    public SealChains(SpoolDatabase database, SpoolSegments segments, SpoolIdentity identity, IRecordSigner signer, SpoolOptions options)
    {
        _database = database;
        _segments = segments;
        _options = options;
        _chains = [.. SpoolSegments.Classes.Select(recordClass => new SealChain(signer, identity, recordClass))];
        foreach (SealChain chain in _chains)
        {
            if (!TryGoOn(chain, signer.Suite, out bool again))
            {
                // Where numbers were given, there may have been seals. It holds from here on; what no seal names stays without proof.
                long above = segments.Highest();
                again = above > 0;
                chain.Load(SealPlace.Beginning(above, again, Numbered(chain.Class)), isSaved: false, Now);
            }

            chain.Keep();
            BegunAgain += again ? 1 : 0;
            RestatesLosses |= again && chain.Class == RecordClass.Safety;
        }
    }

    /// <summary>How many chains begin again, because where they stood is damaged or not known.</summary>
    public int BegunAgain { get; }

    /// <summary>Whether the losses that wait are said again: no seal may name them, and without one they excuse nothing.</summary>
    public bool RestatesLosses { get; private set; }

    /// <summary>Whether all that waits is sealed with the next transaction, because it is the last one.</summary>
    public bool IsClosing { get; set; }

    /// <summary>The records that no seal names yet.</summary>
    public int Unsealed
    {
        get
        {
            int unsealed = 0;
            foreach (SealChain chain in _chains)
            {
                unsealed += chain.Count;
            }

            return unsealed;
        }
    }

    /// <summary>The room that the seals to come will take, nearly.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (SealChain chain in _chains)
            {
                bytes += chain.Count == 0 ? 0 : BytesPerSeal + (BytesPerRecord * chain.Count);
            }

            return bytes;
        }
    }

    /// <summary>How long nothing is due; nothing where no record waits for a seal.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            TimeSpan? left = null;
            foreach (SealChain chain in _chains)
            {
                if (chain.Count > 0 && _options.SealWithin - _options.Time.GetElapsedTime(chain.Since) is var time && !(time > left))
                {
                    left = time;
                }
            }

            return left is { } due && IsResting && Rest - _options.Time.GetElapsedTime(_restsSince) is var rest && rest > due ? rest : left;
        }
    }

    /// <summary>Whether all that waits is sealed before the open transaction ends: when one class is due, the others share its transaction.</summary>
    public bool AreDue => IsClosing ? Unsealed > 0 : TimeLeft <= TimeSpan.Zero;

    /// <summary>The chain of a class.</summary>
    public SealChain Of(RecordClass recordClass) => _chains[(int)recordClass - 1];

    /// <summary>Adds a record of the open transaction; whether a seal is due now.</summary>
    public bool Add(RecordClass recordClass, long sequence, ReadOnlySpan<byte> encoded)
    {
        SealChain chain = Of(recordClass);
        chain.Add(sequence, encoded, Now);
        return chain.IsFull || (chain.Count >= _options.SealRecords && !IsResting);
    }

    /// <summary>Stores what the open transaction made of the chains.</summary>
    public void Save()
    {
        bool isChanged = false;
        foreach (SealChain chain in _chains)
        {
            isChanged |= chain.IsChanged;
        }

        if (!isChanged)
        {
            return;
        }

        // All of them: one of which the file says nothing counts as damaged once numbers were given.
        foreach (SealChain chain in _chains)
        {
            chain.Save(_database, Numbered(chain.Class), _entries);
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Accept()
    {
        RestatesLosses = false;
        foreach (SealChain chain in _chains)
        {
            chain.Accept();
        }
    }

    /// <summary>The transaction was rolled back.</summary>
    public void Undo()
    {
        _rests = true;
        _restsSince = Now;
        if (_options.WithoutRewind)
        {
            return;
        }

        foreach (SealChain chain in _chains)
        {
            chain.Undo();
        }
    }

    private long Now => _options.Time.GetTimestamp();

    private bool IsResting => _rests && _options.Time.GetElapsedTime(_restsSince) < Rest;

    private long Numbered(RecordClass recordClass)
    {
        long numbered = 0;
        foreach (SpoolSegment segment in _segments.Of(recordClass))
        {
            numbered += segment.Pending.Numbered;
        }

        return numbered;
    }

    /// <summary>Takes over what the file says; false where it does not say it soundly, or not all of it.</summary>
    private bool TryGoOn(SealChain chain, AlgorithmSuite suite, out bool again)
    {
        again = false;
        if (_database.ReadChain(chain.Class) is not { } place || (place.Suite != suite && place.Suite != AlgorithmSuite.None))
        {
            return false;
        }

        // One that says no suite has stood there since the file was made of another.
        again = place.BeginsAgain && place.Suite == AlgorithmSuite.None;
        chain.Load(place, isSaved: place.Suite == suite, Now);
        return _database.TryReadUnsealed(chain) && TryCatchUp(chain, Numbered(chain.Class) - place.Numbered);
    }

    // What was stored without a seal's chain beside it, by a repair that had no key, is there all the same.
    private bool TryCatchUp(SealChain chain, long expected)
    {
        SpoolSegment segment = _segments.Current(chain.Class);
        if (chain.Count < expected && chain.Last < segment.Newest)
        {
            _database.CatchUp(chain, segment, Now);
        }

        return chain.Count == expected;
    }
}
