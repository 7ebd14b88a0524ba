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
}
