using EdgeAI.Records;

namespace EdgeAI.Robot.Outbound;

/// <summary>One preallocated place in the outbound queue: a frame on its way to the gateway.</summary>
/// <param name="capacity">The largest frame that it holds, in bytes.</param>
internal sealed class OutboundFrame(int capacity)
{
    public RecordClass RecordClass { get; set; }

    /// <summary>When the frame's content was true, nanoseconds since 1970, UTC.</summary>
    public long UtcNanoseconds { get; set; }

    /// <summary>The half-width of the interval around it, nanoseconds; negative when not known.</summary>
    public long UncertaintyNanoseconds { get; set; }

    public int Length { get; set; }

    public byte[] Frame { get; } = new byte[capacity];
}
