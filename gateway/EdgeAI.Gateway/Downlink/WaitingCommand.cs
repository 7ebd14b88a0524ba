using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink;

/// <summary>What is asked each second of a command that has not ended; its envelope stays on the disk until it is due.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Target">Whom it is for.</param>
/// <param name="NotBefore">When it may be begun, UTC nanoseconds; 0 for at once.</param>
/// <param name="Expires">When its time is over, UTC nanoseconds.</param>
/// <param name="State">How far it has come.</param>
/// <param name="IsSent">Whether it was, or may have been, sent to the robot.</param>
internal readonly record struct WaitingCommand(CommandId Id, string Target, long NotBefore, long Expires, CommandState State, bool IsSent);
