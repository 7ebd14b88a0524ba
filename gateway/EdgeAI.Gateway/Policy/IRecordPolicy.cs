namespace EdgeAI.Gateway.Policy;

/// <summary>
/// What of the offered frames is kept, and in which shape. It decides inside the transaction that acknowledges them, so a frame that it
/// withholds, thins out or folds into a window is accounted for durably before its PUBACK leaves. One thread, the spool writer's, calls it.
/// </summary>
internal interface IRecordPolicy
{
    /// <summary>The policy's revision, carried by each record; 0 for the built-in policy, whose frames are plain ones (kind 1).</summary>
    uint Revision { get; }

    /// <summary>Takes over what <see cref="Save"/> gave the store in the life before, before anything is offered.</summary>
    void Load(IReadOnlyDictionary<string, byte[]> saved);

    /// <summary>Decides about one frame: gives the sink no record, one, or several.</summary>
    void Apply(in OfferedRecord offered, IRecordSink sink);

    /// <summary>Gives the sink what time alone brings: windows that closed, reports that are due. Called in each transaction and at least once a second.</summary>
    void Advance(long utcNanoseconds, IRecordSink sink);

    /// <summary>The spool closes in an orderly way: gives the sink the reports that are not due yet. Called in the last transaction, before <see cref="Save"/>.</summary>
    void Finish(long utcNanoseconds, IRecordSink sink);

    /// <summary>Hands over the state that changed in this transaction: a key with its bytes, or with nothing to forget it. Called before the commit.</summary>
    void Save(Action<string, byte[]?> put);

    /// <summary>The transaction is on disk.</summary>
    void Accept();

    /// <summary>The transaction was rolled back: goes back to what is on disk.</summary>
    void Undo();
}
