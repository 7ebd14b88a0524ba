using System.Runtime.InteropServices;

namespace EdgeAI.Runtime.Edges;

/// <summary>What only an edge's producer writes, on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct EdgeProducerSide
{
    /// <summary>Odd while the producer's account is in motion.</summary>
    [FieldOffset(64)]
    public long Version;

    /// <summary>Where the next item is put, counted from the first.</summary>
    [FieldOffset(72)]
    public long Tail;

    [FieldOffset(80)]
    public long Produced;

    [FieldOffset(88)]
    public long Oldest;

    [FieldOffset(96)]
    public long Newest;

    [FieldOffset(104)]
    public long Superseded;

    [FieldOffset(112)]
    public long Thinned;

    [FieldOffset(120)]
    public long Stopped;

    /// <summary>The next slot that the producer takes back from the consumer, counted from the first.</summary>
    [FieldOffset(128)]
    public long FreeHead;

    /// <summary>How many slots the producer holds.</summary>
    [FieldOffset(136)]
    public int Pooled;
}
