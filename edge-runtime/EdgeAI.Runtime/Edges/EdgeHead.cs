using System.Runtime.InteropServices;

namespace EdgeAI.Runtime.Edges;

/// <summary>The oldest waiting item, counted from the first: the one word that both sides of an edge write, on a cache line of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct EdgeHead
{
    [FieldOffset(64)]
    public long Value;
}
