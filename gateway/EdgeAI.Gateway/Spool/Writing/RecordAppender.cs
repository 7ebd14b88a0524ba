using System.Text;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>Gives records their numbers, puts them into their class's table and seals them, within the open transaction.</summary>
internal sealed class RecordAppender
{
    private readonly SpoolDatabase _database;
    private readonly SpoolSegments _segments;
    private readonly EpochFile _epoch;
    private readonly StoredRecords? _stored;
    private readonly byte[] _gateway;
    private readonly TimeProvider _time;
    private readonly SealChains? _seals;
    private readonly byte[] _sealBody;
    private byte[] _encoded = new byte[1 << 10];
    private long _committedNext;

    /// <param name="database">The writer's database.</param>
    /// <param name="segments">The tables.</param>
    /// <param name="epoch">Sees to it that a number may be given.</param>
    /// <param name="options">The gateway's id and clock, and whether anybody sees what was stored.</param>
    /// <param name="seals">The chains of seals; nothing for none.</param>
    public RecordAppender(SpoolDatabase database, SpoolSegments segments, EpochFile epoch, SpoolOptions options, SealChains? seals)
    {
        _database = database;
        _segments = segments;
        _epoch = epoch;
        _gateway = Encoding.ASCII.GetBytes(options.Gateway);
        _time = options.Time;
        _stored = options.Observers.Count > 0 ? new StoredRecords(options.Observers) : null;
        _seals = seals;
        _sealBody = seals is null ? [] : new byte[Seal.MaximumLength];
        NextSequence = segments.Highest() + 1;
        _committedNext = NextSequence;
    }

    /// <summary>The number that the next record gets.</summary>
    public long NextSequence { get; private set; }

    /// <summary>The highest number on disk.</summary>
    public long CommittedSequence => _committedNext - 1;

    /// <summary>The records of the open transaction.</summary>
    public int Appended => (int)(NextSequence - _committedNext);

    /// <summary>The table that an insert met damage in; nothing when none did since the transaction began.</summary>
    public SpoolSegment? Damaged { get; private set; }

    public void Begin() => Damaged = null;

    /// <summary>Stores a record. Its sequence and checksum are set here; the sequence.</summary>
    public long Append(in GatewayRecord unnumbered)
    {
        SealFull(unnumbered.Class);
        long sequence = NextSequence;
        ReadOnlySpan<byte> encoded = Put(unnumbered);
        if (_seals?.Add(unnumbered.Class, sequence, encoded) == true)
        {
            PutSeal(_seals.Of(unnumbered.Class));
        }

        return sequence;
    }

    /// <summary>Seals what waits where that is due: the last before the open transaction ends.</summary>
    public void SealDue()
    {
        if (_seals?.AreDue != true)
        {
            return;
        }

        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            if (_seals.Of(recordClass) is { Count: > 0 } chain)
            {
                PutSeal(chain);
            }
        }
    }

    /// <summary>
    /// Sees to it that what the open transaction put into the tables is found there. SQLite puts a row where the keys lead, and walks where the
    /// pointers do: where a bit of a key flipped the two differ, and a walk through the new rows finds fewer of them, or others between.
    /// </summary>
    /// <exception cref="SpoolError">It is not.</exception>
    public void CheckPlaces()
    {
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            SpoolSegment segment = _segments.Current(recordClass);
            long added = segment.Pending.Numbered - segment.Numbered;
            if (added == 0)
            {
                continue;
            }

            Damaged = segment;
            SequenceSpan span = new(segment.Newest + 1, segment.Pending.Newest);
            if (_database.Of(segment).CountBetween(span) != added - CountedSpans.CountWithin(segment.PendingHoles, span))
            {
                throw SpoolError.Misplaced(segment.Table);
            }

            Damaged = null;
        }
    }

    /// <summary>Stores a record of the gateway's own; what it says of other records is kept a second time. Its sequence.</summary>
    public long AppendOwn(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body)
    {
        SealFull(recordClass);
        if (kind is RecordKind.DeclaredLoss or RecordKind.Withheld or RecordKind.PolicyChange)
        {
            _database.KeepBody(NextSequence, recordClass, kind, body);
        }

        return Append(OwnOf(kind, recordClass, body));
    }

    /// <summary>Whether a record that was stored in a class's lane is still there: neither released nor lost.</summary>
    public bool IsWaiting(RecordClass recordClass, long sequence)
    {
        foreach (SpoolSegment segment in _segments.Of(recordClass))
        {
            if (sequence <= segment.Pending.Newest)
            {
                return segment.Pending.Oldest > 0 && segment.Pending.Oldest <= sequence && !CountedSpans.Contains(segment.PendingHoles, sequence);
            }
        }

        return false;
    }

    /// <summary>Declares a loss: in the transaction that makes it one.</summary>
    /// <param name="segment">The table that the records were in, which counts them.</param>
    /// <param name="loss">The loss.</param>
    public void Declare(SpoolSegment segment, in DeclaredLoss loss)
    {
        Span<byte> body = stackalloc byte[DeclaredLoss.Length];
        loss.Write(body);
        AppendOwn(RecordKind.DeclaredLoss, RecordClass.Safety, body);
        segment.Pending.Lost += loss.Count;
    }

    /// <summary>
    /// Says again what damaged records of the gateway's own said: it is kept a second time. Where that is damaged as well, anything before
    /// may be lost, and that is declared.
    /// </summary>
    public void DeclareAgain(SpoolSegment segment, SequenceSpan span)
    {
        if (segment.Class is not (RecordClass.Safety or RecordClass.Event))
        {
            return;
        }

        foreach (KeptBody kept in _database.TakeBodies(segment.Class, span))
        {
            if (kept.Kind is { } kind)
            {
                AppendOwn(kind, segment.Class, kept.Body);
            }
            else if (kept.Sequence > 1)
            {
                DeclareForAll(segment, new SequenceSpan(1, kept.Sequence - 1), kept.Sequence - 1, LossReason.Damaged);
            }
        }
    }

    /// <summary>Declares for each class that at most as many of its records are lost within a stretch: their own classes are not known.</summary>
    public void DeclareForAll(SpoolSegment segment, SequenceSpan span, long most, LossReason reason)
    {
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            Declare(segment, new DeclaredLoss { Reason = reason, Class = recordClass, IsExact = false, First = span.First, Last = span.Last, Count = most });
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void Accept()
    {
        _committedNext = NextSequence;
        _stored?.Accept();
    }

    /// <summary>The transaction was rolled back: its numbers were never given.</summary>
    public void Undo()
    {
        NextSequence = _committedNext;
        _stored?.Undo();
    }

    /// <summary>Shows what was stored to those who want to see it, once it is on disk.</summary>
    public void ShowStored() => _stored?.Show();

    // A start that follows a life without a key may find as many records as a seal holds: the next one of the class must find room in one.
    private void SealFull(RecordClass recordClass)
    {
        if (_seals?.Of(recordClass) is { IsFull: true } chain)
        {
            PutSeal(chain);
        }
    }

    // A seal is no entry of the next one: that names it.
    private void PutSeal(SealChain chain)
    {
        int length = chain.WriteBody(_sealBody);
        long sequence = NextSequence;
        chain.Sealed(sequence, Put(OwnOf(RecordKind.Seal, chain.Class, _sealBody.AsSpan(0, length))));
    }

    /// <summary>Puts a record into its table under the next number; as it stands in a batch, until the next one.</summary>
    private ReadOnlySpan<byte> Put(in GatewayRecord unnumbered)
    {
        _epoch.Reserve(NextSequence);
        GatewayRecord record = unnumbered with { Sequence = NextSequence };
        if (_encoded.Length < record.EncodedLength)
        {
            _encoded = new byte[Math.Max(record.EncodedLength, 2 * _encoded.Length)];
        }

        Span<byte> encoded = _encoded.AsSpan(0, record.EncodedLength);
        record = record with { Checksum = record.WriteNewTo(encoded) };
        SpoolSegment segment = _segments.Current(record.Class);
        try
        {
            _database.Of(segment).Insert(record, segment.Pending.Numbered + 1);
        }
        catch (SpoolError error) when (error.IsDamage)
        {
            Damaged = segment;
            throw;
        }

        segment.Pending.Numbered++;
        segment.Pending.Bytes += SegmentStatements.SizeOf(record);
        segment.Pending.Newest = NextSequence;
        segment.Pending.Oldest = segment.Pending.Oldest == 0 ? NextSequence : segment.Pending.Oldest;
        _stored?.Add(record);
        NextSequence++;
        return encoded;
    }

    private GatewayRecord OwnOf(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body) => OwnOf(kind, recordClass, body, _gateway, Utc.Nanoseconds(_time));

    /// <summary>A record of the gateway's own, without a number yet.</summary>
    public static GatewayRecord OwnOf(RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body, ReadOnlySpan<byte> gateway, long utcNanoseconds) => new()
    {
        Sequence = 0,
        Kind = kind,
        Class = recordClass,
        ReceivedUtcNanoseconds = utcNanoseconds,
        UtcNanoseconds = utcNanoseconds,
        UncertaintyNanoseconds = -1,
        RobotBoot = 0,
        Robot = gateway,
        Frame = body,
    };
}
