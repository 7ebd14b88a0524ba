namespace EdgeAI.Runtime.LiveView;

/// <summary>What a client asks for.</summary>
public enum ClientOperation
{
    /// <summary>Messages of channels.</summary>
    Subscribe,

    /// <summary>No more messages of channels.</summary>
    Unsubscribe,

    /// <summary>To publish; this server takes nothing.</summary>
    Advertise,

    /// <summary>To publish no more.</summary>
    Unadvertise,

    /// <summary>Parameters.</summary>
    GetParameters,

    /// <summary>Other values of parameters.</summary>
    SetParameters,

    /// <summary>Changes of parameters.</summary>
    SubscribeParameterUpdates,

    /// <summary>No more changes of parameters.</summary>
    UnsubscribeParameterUpdates,

    /// <summary>Who publishes what; not told.</summary>
    SubscribeConnectionGraph,

    /// <summary>No more of that.</summary>
    UnsubscribeConnectionGraph,

    /// <summary>A file; there is none.</summary>
    FetchAsset,

    /// <summary>A service.</summary>
    CallService,

    /// <summary>A message of the client's own; not taken.</summary>
    Publish,
}
