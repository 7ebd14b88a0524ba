namespace EdgeAI.Gateway.Uplinks;

/// <summary>Why what came on the receipts' topic changed nothing.</summary>
public enum ReceiptFault
{
    /// <summary>It is no receipt (RECORDS.md, "Receipts").</summary>
    Malformed,

    /// <summary>It is for another gateway.</summary>
    OtherGateway,

    /// <summary>It is for another epoch: of this gateway's spool before, perhaps.</summary>
    OtherEpoch,

    /// <summary>Its key is none of the city's that the gateway was given.</summary>
    UnknownKey,

    /// <summary>The key that it names did not sign it.</summary>
    Forged,

    /// <summary>More came at once than is kept.</summary>
    TooMany,
}
