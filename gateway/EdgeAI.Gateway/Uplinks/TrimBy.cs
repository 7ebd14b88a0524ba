namespace EdgeAI.Gateway.Uplinks;

/// <summary>What lets a record leave the spool.</summary>
public enum TrimBy
{
    /// <summary>The city's signed receipt: its table has the record.</summary>
    Receipt,

    /// <summary>The upstream's PUBACK. It proves that a broker took the batch, not that anybody stored it.</summary>
    Puback,
}
