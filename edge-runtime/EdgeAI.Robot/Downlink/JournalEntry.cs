using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>What the robot's journal knows of one command.</summary>
/// <param name="ExpiresUtcNanoseconds">When its time is over; it is not forgotten before.</param>
/// <param name="AtUtcNanoseconds">When the state was reached.</param>
/// <param name="State"><see cref="CommandState.Executing"/> from its begin on, then a final one.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What it answered with.</param>
internal sealed record JournalEntry(long ExpiresUtcNanoseconds, long AtUtcNanoseconds, CommandState State, CommandReason Reason, byte[] Detail);
