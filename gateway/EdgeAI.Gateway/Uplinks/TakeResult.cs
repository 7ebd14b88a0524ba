namespace EdgeAI.Gateway.Uplinks;

/// <summary>What came of asking a lane for its next message.</summary>
internal enum TakeResult
{
    /// <summary>There is one, and it counts as on its way from now on.</summary>
    Taken,

    /// <summary>The lane has nothing, or may not send now.</summary>
    Nothing,

    /// <summary>The next message is longer than the upstream takes; it is told, not sent, and the lane rests.</summary>
    TooLong,
}
