namespace EdgeAI.Gateway.Spool;

/// <summary>Who is told how storing a publish ended.</summary>
internal interface IStoreListener
{
    /// <summary>
    /// The request is settled: its <see cref="StoreRequest.Status"/> says how. Called once for each request, on the writer's thread after the
    /// commit that holds it (in the order of the requests), or on the caller's thread for one that was never queued. Must not block; the
    /// payload's memory and the request itself may be used again from here on.
    /// </summary>
    void Settled(StoreRequest request);
}
