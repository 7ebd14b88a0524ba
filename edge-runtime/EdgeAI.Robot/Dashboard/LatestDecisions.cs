using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Quantities;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Dashboard;

/// <summary>Keeps the latest decision of each stage for the dashboard. Written by the executor, read by the display, which may be one behind.</summary>
internal sealed class LatestDecisions : IDecisionObserver
{
    private readonly Decision?[] _latest = new Decision?[256];
    private readonly string[]?[] _labels = new string[]?[256];

    /// <summary>Prepares a place for a stage's decisions.</summary>
    /// <param name="stream">The stage's stream number.</param>
    /// <param name="labels">Its classes; null for a rule.</param>
    public void Add(int stream, string[]? labels)
    {
        _labels[stream] = labels;
        _latest[stream] = labels is null ? new PerceptionEvent() : new Classification();
    }

    /// <inheritdoc/>
    public void Observe(StreamId stream, Decision decision) => _latest[stream.Stream]?.CopyFrom(decision);

    /// <summary>The latest decision in words; empty before the first.</summary>
    /// <param name="stream">The stage's stream number.</param>
    public string Show(int stream) => _latest[stream] switch
    {
        Classification { ClassCount: > 0 } answer when _labels[stream] is { } labels && answer.ClassIndex < labels.Length =>
            $"{labels[answer.ClassIndex]} {answer.Probabilities[answer.ClassIndex] / 65535.0:P0}",
        PerceptionEvent { Kind: > 0 } perception =>
            $"{(perception.Active ? "yes" : "no")} {perception.Value * ScaleConversion.StepOf(in perception.Scale):G4} {UnitOf(perception.Scale.Unit)}",
        _ => "",
    };

    private static string UnitOf(Unit unit) => unit switch
    {
        Unit.Newton => "N",
        Unit.DegreeCelsius => "degC",
        Unit.Count => "",
        _ => unit.ToString(),
    };
}
