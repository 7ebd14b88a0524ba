namespace EdgeAI.Runtime.Fusion;

/// <summary>Where a stamp stands against those that its stream has had.</summary>
internal enum StampPlace
{
    /// <summary>After all before it.</summary>
    Newest,

    /// <summary>The very stamp of the newest before it.</summary>
    Identical,

    /// <summary>Before the newest, by less than the stream's bound on lateness.</summary>
    Reordered,

    /// <summary>Before the newest, by the bound or more.</summary>
    Late,

    /// <summary>So far after the newest that the clock jumped, or the stream paused.</summary>
    JumpAhead,

    /// <summary>So far before the newest that the clock jumped: the stream starts anew from here.</summary>
    JumpBack,
}
