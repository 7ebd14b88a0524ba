namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>What became of an execution provider that was asked for.</summary>
public enum ProviderState
{
    /// <summary>It ran operations of the graph.</summary>
    Used,

    /// <summary>It is there and took no operation of the graph.</summary>
    Idle,

    /// <summary>This OnnxRuntime was built without it.</summary>
    Absent,

    /// <summary>OnnxRuntime has it and it could not start.</summary>
    Failed,
}
