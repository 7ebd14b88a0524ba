namespace EdgeAI.Benchmarks.Gateway.Subjects;

/// <summary>What stands between the robots and the upstream.</summary>
internal enum RelayKind
{
    /// <summary>Ours.</summary>
    Gateway,

    /// <summary>mosquitto as a bridge with persistence, nothing else changed: it saves every half hour and queues 1,000 messages.</summary>
    MosquittoDefault,

    /// <summary>The same with a queue without a limit.</summary>
    MosquittoUnlimited,

    /// <summary>The same, saving its whole store at every change: the most durable that it can be.</summary>
    MosquittoDurable,
}
