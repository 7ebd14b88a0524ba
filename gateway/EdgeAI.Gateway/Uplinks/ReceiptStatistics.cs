using System.Collections.Immutable;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>What the city's receipts did since the start.</summary>
public sealed record ReceiptStatistics
{
    /// <summary>The receipts that were taken.</summary>
    public long Received { get; init; }

    /// <summary>The batches in them by which records left the spool.</summary>
    public long Batches { get; init; }

    /// <summary>The batches in them that were passed over: cut otherwise when they were sent again, or known to be there already.</summary>
    public long PassedOver { get; init; }

    /// <summary>What came and changed nothing, by reason.</summary>
    public ImmutableSortedDictionary<ReceiptFault, long> Rejected { get; init; } = ImmutableSortedDictionary<ReceiptFault, long>.Empty;

    /// <summary>The stretches that were sent again for want of a receipt.</summary>
    public long SentAgain { get; init; }

    /// <summary>The records that an upstream acknowledged and no receipt has named, at most: they wait in the spool.</summary>
    public long Unreceipted { get; init; }

    /// <summary>How long such records have waited since without a receipt for any; zero while none wait.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>What is wrong, and the mend, in one line; empty while receipts come.</summary>
    public string Problem { get; init; } = "";
}
