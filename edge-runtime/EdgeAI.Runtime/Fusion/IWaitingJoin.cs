using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Fusion;

/// <summary>A join that keeps samples waiting: stepped, it gives up on what has waited too long; closed, it waits for nothing more.</summary>
public interface IWaitingJoin : IStepper
{
    /// <summary>Nothing will come of any stream any more: what waits is answered with what there is, or counted.</summary>
    void Close();
}
