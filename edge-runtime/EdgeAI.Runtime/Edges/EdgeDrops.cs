namespace EdgeAI.Runtime.Edges;

/// <summary>How many items an edge gave up, by reason.</summary>
/// <param name="Oldest">See <see cref="DropReason.Oldest"/>.</param>
/// <param name="Newest">See <see cref="DropReason.Newest"/>.</param>
/// <param name="Superseded">See <see cref="DropReason.Superseded"/>.</param>
/// <param name="Thinned">See <see cref="DropReason.Thinned"/>.</param>
/// <param name="Stopped">See <see cref="DropReason.Stopped"/>.</param>
public readonly record struct EdgeDrops(long Oldest = 0, long Newest = 0, long Superseded = 0, long Thinned = 0, long Stopped = 0)
{
    /// <summary>All of them.</summary>
    public long Total => Oldest + Newest + Superseded + Thinned + Stopped;

    /// <summary>How many for one reason.</summary>
    /// <param name="reason">The reason.</param>
    public long Of(DropReason reason) => reason switch
    {
        DropReason.Oldest => Oldest,
        DropReason.Newest => Newest,
        DropReason.Superseded => Superseded,
        DropReason.Thinned => Thinned,
        DropReason.Stopped => Stopped,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no such reason"),
    };
}
