using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Health;

/// <summary>
/// The robot's declaration that its perception is not to be relied on. Said once, with its first reason, and left by a new start alone: what
/// came back by itself may go again, and whoever brought the robot to rest wants to know why. Safe for any thread; allocates nothing.
/// </summary>
/// <param name="log">Where it is declared.</param>
public sealed class SafeState(HealthLog log)
{
    private int _isDeclared;

    /// <summary>Whether it was declared.</summary>
    public bool IsDeclared => Volatile.Read(ref _isDeclared) != 0;

    /// <summary>Declares it, if it was not already.</summary>
    /// <param name="what">What the reason is about, such as "thread".</param>
    /// <param name="who">Its name.</param>
    /// <param name="reason">The reason.</param>
    public void Declare(string what, string who, string reason)
    {
        if (Interlocked.Exchange(ref _isDeclared, 1) == 0)
        {
            log.Say(HealthCode.SafeState, LogLevel.Error, isActive: true, what, who, reason);
        }
    }
}
