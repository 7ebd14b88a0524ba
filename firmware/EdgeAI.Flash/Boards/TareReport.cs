using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Flash.Boards;

/// <summary>What became of the tare of one stream.</summary>
/// <param name="Stream">The stream's number.</param>
/// <param name="Name">Its name in the profile.</param>
/// <param name="Report">The board's acknowledgement.</param>
internal sealed record TareReport(byte Stream, string Name, CommandReport Report)
{
    /// <summary>Whether the zero is taken, or is being taken from the next quiet readings.</summary>
    public bool IsDone => Report.IsDone;

    /// <summary>The outcome in a word or two.</summary>
    public string Outcome => Report switch
    {
        { End: CommandEnd.GivenUp } => "not acknowledged",
        { Outcome: CommandOutcome.Failed } => $"failed: {(SensorStatus)Report.Detail}",
        _ => Report.Outcome.ToString().ToLowerInvariant(),
    };
}
