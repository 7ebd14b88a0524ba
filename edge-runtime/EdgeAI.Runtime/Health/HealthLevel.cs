namespace EdgeAI.Runtime.Health;

/// <summary>How well the robot's graph is, each level with what is done at it.</summary>
public enum HealthLevel
{
    /// <summary>Every thread steps in time.</summary>
    Healthy,

    /// <summary>A thread is late: it is said.</summary>
    Warned,

    /// <summary>A thread is very late: stages that have a cheaper alternative go over to it.</summary>
    Degraded,

    /// <summary>Perception is not to be relied on: whoever controls is told to bring the robot to rest. Left by a new start alone.</summary>
    SafeState,
}
