using EdgeAI.Device.Board;
using EdgeAI.Runtime.Graph;

namespace EdgeAI.Robot.Boards;

/// <summary>A board's end of a link that wakes the executor when bytes were queued.</summary>
/// <param name="link">The link itself.</param>
/// <param name="executor">Who is woken.</param>
internal sealed class WakingLink(ILink link, LiveExecutor executor) : ILink
{
    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        LinkStatus status = link.Send(buffer, offset, count);
        if (status == LinkStatus.Ok)
        {
            executor.Wake();
        }

        return status;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity) => link.Receive(buffer, offset, capacity);
}
