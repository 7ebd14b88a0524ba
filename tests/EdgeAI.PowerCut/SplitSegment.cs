using System.Buffers;

namespace EdgeAI.PowerCut;

/// <summary>A piece of bytes that lie in several places.</summary>
internal sealed class SplitSegment : ReadOnlySequenceSegment<byte>
{
    public SplitSegment(ReadOnlyMemory<byte> memory, long before)
    {
        Memory = memory;
        RunningIndex = before;
    }

    public SplitSegment Append(ReadOnlyMemory<byte> memory)
    {
        SplitSegment next = new(memory, RunningIndex + Memory.Length);
        Next = next;
        return next;
    }
}
