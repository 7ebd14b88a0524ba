using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Quantities;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Dashboard;

/// <summary>Keeps the latest answer of each stage for the dashboard. Written by the executor, read by the display, which may be one behind.</summary>
internal sealed class LatestDecisions : IStageObserver
{
    private readonly Message?[] _latest = new Message?[256];
    private readonly string[]?[] _labels = new string[]?[256];
    private readonly bool[] _heard = new bool[256];

    /// <summary>Prepares a place for a stage's decisions.</summary>
    /// <param name="stream">The stage's stream number.</param>
    /// <param name="message">A message of the kind that it answers with.</param>
    /// <param name="labels">Its classes; null for a rule.</param>
    public void Add(int stream, Message message, string[]? labels)
    {
        _labels[stream] = labels;
        _latest[stream] = message;
    }

    /// <inheritdoc/>
    public void Observe(in Sample<Message> output)
    {
        _latest[output.Source.Stream]?.CopyFrom(output.Value);
        _heard[output.Source.Stream] = true;
    }

    /// <summary>The latest decision in words; empty before the first, and for a derived reading.</summary>
    /// <param name="stream">The stage's stream number.</param>
    public string Show(int stream) => !_heard[stream] ? "" : _latest[stream] switch
    {
        Classification answer when _labels[stream] is { } labels && answer.ClassIndex < labels.Length =>
            $"{labels[answer.ClassIndex]} {answer.Probabilities[answer.ClassIndex] / 65535.0:P0}",
        Detection2DArray { Count: 0 } => "nothing",
        Detection2DArray found => $"{found.Count} found, {NameOf(_labels[stream], found.ClassIndices[0])} {found.Scores[0] / 65535.0:P0}",
        PerceptionEvent perception =>
            $"{(perception.Active ? "yes" : "no")} {perception.Value * ScaleConversion.StepOf(in perception.Scale):G4} {UnitOf(perception.Scale.Unit)}",
        _ => "",
    };

    private static string NameOf(string[]? labels, int index) => labels is not null && index < labels.Length ? labels[index] : $"class {index}";

    private static string UnitOf(Unit unit) => unit switch
    {
        Unit.Newton => "N",
        Unit.DegreeCelsius => "degC",
        Unit.Count or Unit.One => "",
        _ => unit.ToString(),
    };
}
