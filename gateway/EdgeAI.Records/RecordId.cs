namespace EdgeAI.Records;

/// <summary>Names a record for ever, wherever it travels. A receiver that sees a name twice holds a duplicate.</summary>
/// <param name="Gateway">The gateway's id (<see cref="Identifier"/>).</param>
/// <param name="Epoch">The gateway's spool: a random positive number, drawn when the spool is created.</param>
/// <param name="Sequence">The record's number in that spool, from 1, without holes at the time of writing.</param>
public readonly record struct RecordId(string Gateway, long Epoch, long Sequence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Gateway}/{Epoch}/{Sequence}";
}
