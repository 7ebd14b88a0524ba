using EdgeAI.Device.Time;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Flash.Boards;

/// <summary>Takes frames that go nowhere: a board is looked at, not recorded.</summary>
internal sealed class NowhereSink : IFrameSink
{
    /// <inheritdoc/>
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
    }
}
