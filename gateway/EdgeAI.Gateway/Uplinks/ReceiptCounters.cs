using System.Collections.Immutable;
using System.Globalization;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>What a release by receipts counts; written by one thread, read by any.</summary>
internal sealed class ReceiptCounters(TimeSpan patience)
{
    private static readonly ReceiptFault[] Faults = Enum.GetValues<ReceiptFault>();

    private readonly long[] _rejected = new long[Faults.Length];
    private long _received;
    private long _batches;
    private long _passedOver;
    private long _sentAgain;
    private long _unreceipted;
    private long _waitsSince = long.MaxValue;
    private long _unknown;
    private volatile int _lastFault = -1;

    public void CountReceived()
    {
        Interlocked.Increment(ref _received);
        _lastFault = -1;
    }

    public void CountBatch() => Interlocked.Increment(ref _batches);

    public void CountPassedOver() => Interlocked.Increment(ref _passedOver);

    public void CountSentAgain() => Interlocked.Increment(ref _sentAgain);

    public void CountRejected(ReceiptFault fault, long count = 1)
    {
        Interlocked.Add(ref _rejected[(int)fault], count);
        _lastFault = (int)fault;
    }

    /// <summary>Notes what waits for a receipt.</summary>
    /// <param name="records">How many records.</param>
    /// <param name="since">Since when no receipt has come for any; nothing while none wait.</param>
    public void NoteWaiting(long records, TimeSpan? since)
    {
        Interlocked.Exchange(ref _unreceipted, records);
        Interlocked.Exchange(ref _waitsSince, since?.Ticks ?? long.MaxValue);
    }

    /// <summary>Notes the record that the city has and the spool has not given yet; 0 for none.</summary>
    public void NoteHalted(long sequence) => Interlocked.Exchange(ref _unknown, sequence);

    public ReceiptStatistics Snapshot(TimeSpan now)
    {
        long since = Interlocked.Read(ref _waitsSince);
        TimeSpan silence = since == long.MaxValue || now.Ticks < since ? TimeSpan.Zero : now - TimeSpan.FromTicks(since);
        return new ReceiptStatistics
        {
            Received = Interlocked.Read(ref _received),
            Batches = Interlocked.Read(ref _batches),
            PassedOver = Interlocked.Read(ref _passedOver),
            Rejected = Faults.Where(fault => Interlocked.Read(ref _rejected[(int)fault]) > 0).ToImmutableSortedDictionary(static fault => fault, fault => Interlocked.Read(ref _rejected[(int)fault])),
            SentAgain = Interlocked.Read(ref _sentAgain),
            Unreceipted = Interlocked.Read(ref _unreceipted),
            Silence = silence,
            Problem = Interlocked.Read(ref _unknown) is > 0 and long unknown
                ? $"the city has record {unknown}, which this spool has not given yet: it is an old copy, and goes on under a new epoch as soon as the disk has taken a new file"
                : silence < patience ? "" : ProblemOf(silence, _lastFault),
        };
    }

    private static string ProblemOf(TimeSpan silence, int fault)
    {
        string mend = fault < 0
            ? "is 'EdgeAI.City receive' running with --key, may it publish to the gateway's receipts topic, and is its public key among the gateway's city keys?"
            : (ReceiptFault)fault switch
            {
                ReceiptFault.UnknownKey => "receipts of a key that this gateway does not know came: give it that city's public key (--city-key, or uplink.cityKeys)",
                ReceiptFault.OtherEpoch => "receipts for another epoch of this gateway came: is another spool's gateway running under its id?",
                ReceiptFault.OtherGateway => "receipts for another gateway came on its topic: see who publishes there",
                _ => "what came on the receipts topic was no receipt, or not signed by the city: see who publishes there",
            };
        return string.Create(CultureInfo.InvariantCulture, $"no receipt has come for {silence.TotalMinutes:0.#} min for what the broker acknowledged, and the spool keeps it: {mend}");
    }
}
