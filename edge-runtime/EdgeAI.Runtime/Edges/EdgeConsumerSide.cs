using System.Runtime.InteropServices;

namespace EdgeAI.Runtime.Edges;

/// <summary>What only an edge's consumer writes, on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct EdgeConsumerSide
{
    /// <summary>Odd while the consumer's account is in motion.</summary>
    [FieldOffset(64)]
    public long Version;

    [FieldOffset(72)]
    public long Delivered;

    /// <summary>1 while an item is being consumed.</summary>
    [FieldOffset(80)]
    public long Reading;

    /// <summary>Where the next slot is given back, counted from the first.</summary>
    [FieldOffset(88)]
    public long FreeTail;
}
