using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Board;

/// <summary>What became of a command that a board tried to do.</summary>
public struct CommandResult
{
    /// <summary>How it ended.</summary>
    public CommandOutcome Outcome;

    /// <summary>What the outcome says it is (WIRE.md, "Acknowledgement").</summary>
    public uint Detail;

    /// <summary>Makes a result.</summary>
    public CommandResult(CommandOutcome outcome, uint detail)
    {
        Outcome = outcome;
        Detail = detail;
    }
}
