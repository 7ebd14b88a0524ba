namespace EdgeAI.Device.Board;

/// <summary>How queueing bytes on a link ended.</summary>
public enum LinkStatus : byte
{
    /// <summary>All bytes are queued.</summary>
    Ok = 0,

    /// <summary>There is no room for all of them; none is queued.</summary>
    Full = 1,

    /// <summary>The other end is gone.</summary>
    Closed = 2,
}
