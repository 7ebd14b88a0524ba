using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Boards;

/// <summary>What became of one command.</summary>
/// <param name="Number">The number that it was submitted under.</param>
/// <param name="Code">What was asked for.</param>
/// <param name="Stream">The stream that it concerned; 255 for the board.</param>
/// <param name="End">Whether the board answered.</param>
/// <param name="Outcome">What the board answered; of no meaning when it did not.</param>
/// <param name="Detail">What the outcome says it is (WIRE.md, "Acknowledgement").</param>
/// <param name="Attempts">How often it was handed to the link.</param>
public readonly record struct CommandReport(uint Number, CommandCode Code, byte Stream, CommandEnd End, CommandOutcome Outcome, uint Detail, int Attempts)
{
    /// <summary>Whether it is done or going on. That a board is in another boot proves a reset (WIRE.md, "Commands").</summary>
    public bool IsDone => End == CommandEnd.Acknowledged
        && (Outcome is CommandOutcome.Done or CommandOutcome.Started || (Outcome == CommandOutcome.OtherBoot && Code == CommandCode.Reset));
}
