namespace EdgeAI.Records.Proof;

/// <summary>Why bytes are not a receipt, in the order of judgement (RECORDS.md, "Receipts").</summary>
public enum ReceiptRejection
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>Too few bytes for the shortest receipt.</summary>
    TooShort,

    /// <summary>More bytes than the longest receipt.</summary>
    TooLong,

    /// <summary>The first byte is not the kind of a receipt.</summary>
    WrongKind,

    /// <summary>The version is one that this reader does not know.</summary>
    UnknownVersion,

    /// <summary>The algorithm suite is one that this reader does not know.</summary>
    UnknownSuite,

    /// <summary>A flag is set that this reader does not know.</summary>
    UnknownFlags,

    /// <summary>The epoch is not positive.</summary>
    InvalidEpoch,

    /// <summary>The count is 0.</summary>
    Empty,

    /// <summary>The count is above <see cref="ReceiptWriter.MaximumCount"/>.</summary>
    TooMany,

    /// <summary>The gateway's id is not valid (<see cref="Identifier"/>).</summary>
    InvalidGateway,

    /// <summary>The batches and the signature do not fill the receipt exactly.</summary>
    WrongLength,

    /// <summary>A batch has no known class, its sequences are not positive and in order, or it holds no record.</summary>
    InvalidBatch,

    /// <summary>The key that it names is not known, or did not sign it.</summary>
    Signature,
}
