namespace EdgeAI.Runtime.Outlets;

/// <summary>What a reader of a ring found.</summary>
public enum OutletRead
{
    /// <summary>Nothing new yet.</summary>
    Nothing,

    /// <summary>The next item.</summary>
    Item,

    /// <summary>Everything was read and the writer has closed the ring or was replaced: open it again.</summary>
    Ended,
}
