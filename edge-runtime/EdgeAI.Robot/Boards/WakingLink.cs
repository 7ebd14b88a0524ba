using EdgeAI.Device.Board;

namespace EdgeAI.Robot.Boards;

/// <summary>One end of a link that wakes whoever reads the other when bytes were queued.</summary>
/// <param name="link">The link itself.</param>
internal sealed class WakingLink(ILink link) : ILink
{
    /// <summary>Wakes the reader; null as long as nobody reads. Set before either end is used.</summary>
    public Action? Wake { get; set; }

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        LinkStatus status = link.Send(buffer, offset, count);
        if (status == LinkStatus.Ok)
        {
            Wake?.Invoke();
        }

        return status;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity) => link.Receive(buffer, offset, capacity);
}
