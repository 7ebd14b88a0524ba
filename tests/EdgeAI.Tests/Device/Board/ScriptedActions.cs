using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Board;

/// <summary>Actions that answer what the test says and count what they are asked to do.</summary>
internal sealed class ScriptedActions : IBoardActions
{
    public CommandResult Result { get; set; }

    public int Calls { get; private set; }

    public string Last { get; private set; } = "";

    /// <summary>Whether <see cref="Last"/> is kept; keeping it allocates.</summary>
    public bool Notes { get; set; } = true;

    public CommandResult Identify(int milliseconds) => Note(Notes ? $"identify {milliseconds}" : "");

    public CommandResult Reset() => Note("reset");

    public CommandResult SetRate(SampledStream stream, uint periodMicroseconds) => Note(Notes ? $"rate {stream.Number} {periodMicroseconds}" : "");

    public CommandResult Tare(SampledStream stream) => Note(Notes ? $"tare {stream.Number}" : "");

    public CommandResult Calibrate(SampledStream stream, int reference, Scale scale) =>
        Note(Notes ? $"calibrate {stream.Number} {reference}*{scale.Mantissa}e{scale.Exponent} {scale.Unit}" : "");

    public CommandResult UpdateConfiguration(Command piece) =>
        Note(Notes ? $"configuration {piece.ConfigurationOffset}+{piece.ConfigurationCount} of {piece.ConfigurationTotal}" : "");

    private CommandResult Note(string what)
    {
        Calls++;
        Last = what;
        return Result;
    }
}
