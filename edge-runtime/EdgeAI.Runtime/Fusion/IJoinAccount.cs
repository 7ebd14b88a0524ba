namespace EdgeAI.Runtime.Fusion;

/// <summary>What a join counts, whatever it joins.</summary>
public interface IJoinAccount
{
    /// <summary>What became of every primary sample.</summary>
    JoinLedger Ledger { get; }

    /// <summary>The secondary inputs, in order, each with its own counts.</summary>
    IReadOnlyList<JoinInput> Inputs { get; }

    /// <summary>Primary samples that had the stamp of one before them; each is answered.</summary>
    long IdenticalStamps { get; }

    /// <summary>Primary stamps so far ahead of the one before that the clock jumped, or the stream paused.</summary>
    long JumpsAhead { get; }

    /// <summary>Primary stamps so far behind the one before that the clock jumped.</summary>
    long JumpsBack { get; }

    /// <summary>Primary samples that came behind a newer one and were answered from what was still held; 0 where the join puts them in their place.</summary>
    long OutOfOrder { get; }

    /// <summary>Primary samples that were answered before a late one could come: the primary stream had said nothing for as long as the join waits.</summary>
    long Hurried { get; }

    /// <summary>Whether timing may have had a part in what was answered: always where a join answers at once, else where something was given up or dropped, or a clock jumped.</summary>
    bool WasDisturbed { get; }
}
