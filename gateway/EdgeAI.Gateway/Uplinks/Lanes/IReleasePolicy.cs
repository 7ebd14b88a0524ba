using EdgeAI.Gateway.Spool;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Decides when the spool lets go of what an upstream acknowledged. A step of its own, because an acknowledgement moves the window and
/// does not prove that anybody stored the records.
/// </summary>
internal interface IReleasePolicy
{
    /// <summary>The upstream acknowledged a lane's records from one sequence through another, both included.</summary>
    void Acknowledged(ISpoolLane lane, long first, long last);
}
