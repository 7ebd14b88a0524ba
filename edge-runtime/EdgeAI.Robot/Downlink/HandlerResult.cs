using System.Text;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>What became of a command in its handler.</summary>
/// <param name="State">One that is final.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What the command answers with, or words about a failure.</param>
internal readonly record struct HandlerResult(CommandState State, CommandReason Reason, byte[] Detail)
{
    /// <summary>Done, with nothing to say.</summary>
    public static HandlerResult Done { get; } = new(CommandState.Done, CommandReason.None, []);

    /// <summary>Tried, and why it did not succeed, in words.</summary>
    public static HandlerResult Failed(CommandReason reason, string words) => new(CommandState.Failed, reason, Encoding.UTF8.GetBytes(words));
}
