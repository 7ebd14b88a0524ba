using System.Text;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Trusts the city's table only: what was sent waits in the spool until a signed receipt names it. What gets none is sent again, by two rules.
/// Overtaken: what was sent a resend time earlier than something that has its receipt. Silence: where no receipt came for a resend
/// time, the head of each lane, once; then the pauses double, and each head that is answered allows one more the next time. So a city that
/// receives nothing costs one batch of each class now and then, and one that is slow nothing.
/// </summary>
internal sealed class ReleaseOnReceipt : IReleasePolicy
{
    /// <summary>How many stretches of each lane are remembered at most.</summary>
    public const int Stretches = 4096;

    // How many resend times without any receipt are told as a problem: with the default five minutes.
    private const int SilentResends = 5;

    // How often a pause doubles: up to 16 times the resend time.
    private const int Doublings = 4;
    private const int MostHeads = 1024;

    private static readonly TimeSpan ScanStep = TimeSpan.FromSeconds(1);

    private readonly ISpoolLane[] _lanes;
    private readonly SentStretches[] _sent;
    private readonly Queue<SequenceRange>[] _overdue;
    private readonly List<SentStretch> _taken = [];
    private readonly RecordPublicKey[] _keys;
    private readonly TimeSpan _within;
    private readonly TimeSpan _step;
    private readonly int _headSequences;
    private readonly ReceiptCounters _counters;
    private readonly Action? _oldCopy;
    private readonly byte[] _gateway;
    private long _epoch;
    private TimeSpan _now;
    private TimeSpan _scanDue = TimeSpan.MaxValue;
    private TimeSpan _heardAt = TimeSpan.MinValue;
    private TimeSpan _receiptedThrough = TimeSpan.MinValue;
    private TimeSpan _roundAt = TimeSpan.MinValue;
    private int _rounds;
    private int _heads = 1;

    /// <param name="identity">Whose records are sent.</param>
    /// <param name="lanes">The lanes that they come from.</param>
    /// <param name="keys">The city's public keys.</param>
    /// <param name="options">The resend time, and how many records a batch takes.</param>
    /// <param name="oldCopy">Told when the city has a record that the lanes have not given yet: they are of an old copy of the spool, and nothing more is sent before <see cref="Begin"/>.</param>
    /// <param name="stretches">How many stretches of each lane are remembered.</param>
    public ReleaseOnReceipt(SpoolIdentity identity, IReadOnlyList<ISpoolLane> lanes, RecordPublicKey[] keys, UplinkOptions options, Action? oldCopy = null, int stretches = Stretches)
    {
        _oldCopy = oldCopy;
        _lanes = [.. lanes];
        _sent = [.. lanes.Select(lane => new SentStretches(lane.Class, stretches))];
        _overdue = [.. lanes.Select(_ => new Queue<SequenceRange>())];
        _keys = keys;
        _within = options.ReceiptWithin;
        _step = _within / 8 < ScanStep ? _within / 8 : ScanStep;
        _headSequences = options.BatchRecords;
        _counters = new ReceiptCounters(SilentResends * _within);
        _gateway = Encoding.ASCII.GetBytes(identity.Gateway);
        _epoch = identity.Epoch;
    }

    public TimeSpan NextDue => IsHalted ? TimeSpan.MaxValue : _scanDue;

    public bool IsHalted { get; private set; }

    /// <summary>What the receipts did. On any thread.</summary>
    public ReceiptStatistics Snapshot(TimeSpan now) => _counters.Snapshot(now);

    public void CountDropped(long messages)
    {
        if (messages > 0)
        {
            _counters.CountRejected(ReceiptFault.TooMany, messages);
        }
    }

    public void Begin(SpoolIdentity identity)
    {
        _epoch = identity.Epoch;
        for (int index = 0; index < _sent.Length; index++)
        {
            _sent[index].Clear();
            _overdue[index].Clear();
        }

        _scanDue = TimeSpan.MaxValue;
        _heardAt = _receiptedThrough = _roundAt = TimeSpan.MinValue;
        (_rounds, _heads) = (0, 1);
        _counters.NoteHalted(0);
        _counters.NoteWaiting(0, null);
        IsHalted = false;
    }

    public void Sent(ISpoolLane lane, SequenceRange range, in ReceiptBatch batch) => _sent[IndexOf(lane)].Sent(range, batch, _now);

    public void Acknowledged(ISpoolLane lane, SequenceRange range)
    {
        int index = IndexOf(lane);
        _sent[index].Acknowledged(range);
        _sent[index].Bound();
        _scanDue = Earlier(_scanDue, _now + _step);
    }

    public void GivenUp(ISpoolLane lane, SequenceRange range) => _sent[IndexOf(lane)].GivenUp(range);

    public long UnreceiptedOf(ISpoolLane lane) => _sent[IndexOf(lane)].Unreceipted;

    public void Receive(ReadOnlySpan<byte> payload, TimeSpan now)
    {
        _now = now;
        if (FaultOf(payload, out ReceiptReader receipt) is { } fault)
        {
            _counters.CountRejected(fault);
            return;
        }

        _counters.CountReceived();
        while (!IsHalted && receipt.MoveNext())
        {
            if (_oldCopy is not null && receipt.Current.Last > Newest)
            {
                IsHalted = true;
                _counters.NoteHalted(receipt.Current.Last);
                _oldCopy();
            }
            else if (TryRelease(receipt.Current))
            {
                _counters.CountBatch();
            }
            else
            {
                _counters.CountPassedOver();
            }
        }
    }

    public void Advance(TimeSpan now)
    {
        _now = now;
        if (now >= _scanDue && !IsHalted)
        {
            Scan();
        }
    }

    public bool TryTakeOverdue(ISpoolLane lane, out SequenceRange range) => _overdue[IndexOf(lane)].TryDequeue(out range);

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // Read after the receipt came: a record is in its lane before it is sent.
    private long Newest
    {
        get
        {
            long newest = 0;
            foreach (ISpoolLane lane in _lanes)
            {
                newest = Math.Max(newest, lane.Newest);
            }

            return newest;
        }
    }

    private int IndexOf(ISpoolLane lane) => Array.IndexOf(_lanes, lane);

    // What is cheap to see comes before the signature: whoever may publish there must not cost a verification by another gateway's receipts.
    private ReceiptFault? FaultOf(ReadOnlySpan<byte> payload, out ReceiptReader receipt)
    {
        if (ReceiptReader.OpenUnverified(payload, out receipt) != ReceiptRejection.None)
        {
            return ReceiptFault.Malformed;
        }

        if (!receipt.Gateway.SequenceEqual(_gateway))
        {
            return ReceiptFault.OtherGateway;
        }

        if (receipt.Epoch != _epoch)
        {
            return ReceiptFault.OtherEpoch;
        }

        foreach (RecordPublicKey key in _keys)
        {
            if (key.Suite == receipt.Suite && key.Id == receipt.KeyId)
            {
                return ReceiptReader.Open(payload, _keys, out receipt) == ReceiptRejection.None ? null : ReceiptFault.Forged;
            }
        }

        return ReceiptFault.UnknownKey;
    }

    // By the class its lane is found; a spool of version 1 drains rows of all classes through telemetry's.
    private bool TryRelease(in ReceiptBatch batch)
    {
        for (int index = 0; index < _lanes.Length; index++)
        {
            if (_lanes[index].Class == batch.Class && TryRelease(index, batch))
            {
                return true;
            }
        }

        for (int index = 0; index < _lanes.Length; index++)
        {
            if (_lanes[index].Class != batch.Class && TryRelease(index, batch))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryRelease(int index, in ReceiptBatch batch)
    {
        _sent[index].Take(batch, _taken);
        if (_taken.Count == 0)
        {
            return false;
        }

        bool wasSentAgain = false;
        foreach (SentStretch stretch in _taken)
        {
            _lanes[index].Release(stretch.Range.After + 1, stretch.Range.Through);
            _receiptedThrough = Later(_receiptedThrough, stretch.FirstSent);
            wasSentAgain |= stretch.Sendings > 1;
        }

        _heads = wasSentAgain ? Math.Min(_heads + 1, MostHeads) : _heads;
        _heardAt = _now;
        _rounds = 0;
        _scanDue = Earlier(_scanDue, _now + _step);
        return true;
    }

    private void Scan()
    {
        long records = 0;
        TimeSpan oldestFirst = TimeSpan.MaxValue;
        TimeSpan oldestLast = TimeSpan.MaxValue;
        for (int index = 0; index < _sent.Length; index++)
        {
            SentStretches sent = _sent[index];
            sent.Prune(_lanes[index].Oldest);
            for (int place = 0; place < sent.Count; place++)
            {
                SentStretch stretch = sent[place];
                if (stretch.Standing != SentStanding.WithBroker)
                {
                    continue;
                }

                // One that was sent again in vain, a batch that the city cannot store perhaps, waits longer each time.
                if (stretch.LastSent + PauseAfter(stretch.Sendings - 1) <= _receiptedThrough)
                {
                    SendAgain(index, sent.SendAgain(place, stretch.Range.Through));
                    continue;
                }

                records += stretch.Records;
                oldestFirst = Earlier(oldestFirst, stretch.FirstSent);
                oldestLast = Earlier(oldestLast, stretch.LastSent);
            }
        }

        _scanDue = TimeSpan.MaxValue;
        if (oldestLast != TimeSpan.MaxValue)
        {
            TimeSpan due = Later(Later(_heardAt, oldestLast), _roundAt) + PauseAfter(_rounds);
            if (_now >= due)
            {
                SendHeadsAgain();
                due = _now + PauseAfter(_rounds);
            }

            _scanDue = due;
        }

        _counters.NoteWaiting(records, records == 0 ? null : Later(_heardAt, oldestFirst));
    }

    private TimeSpan PauseAfter(int times) => _within * (1 << Math.Min(times, Doublings));

    private void SendHeadsAgain()
    {
        _heads = _heardAt < _roundAt ? 1 : _heads;
        _roundAt = _now;
        _rounds++;
        for (int index = 0; index < _sent.Length; index++)
        {
            SentStretches sent = _sent[index];
            int heads = _heads;
            for (int place = 0; place < sent.Count && heads > 0; place++)
            {
                SentStretch stretch = sent[place];
                if (stretch.Standing == SentStanding.WithBroker)
                {
                    SendAgain(index, sent.SendAgain(place, Math.Max(stretch.Range.After, _lanes[index].Oldest - 1) + _headSequences));
                    heads--;
                }
            }
        }
    }

    private void SendAgain(int index, SequenceRange range)
    {
        _overdue[index].Enqueue(range);
        _counters.CountSentAgain();
    }
}
