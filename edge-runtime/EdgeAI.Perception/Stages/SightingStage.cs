using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Says whether a detector sees anything of one class, with hysteresis: a sighting begins at one score and ends once several answers in a row
/// hold none of a lower one. Publishes its first answer, every change, and a heartbeat; the event's value is the best score of the class, in thousandths.
/// </summary>
public sealed class SightingStage : IStage<Detection2DArray, PerceptionEvent>
{
    private const int Thousandths = 1000;

    private readonly SightingOptions _options;
    private EventLatch _latch;
    private int _misses;

    /// <summary>Makes the stage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SightingStage(SightingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EndScore);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BeginScore, options.EndScore);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MissesToEnd, 1);
        _options = options;
        _latch = new EventLatch(options.HeartbeatReadings);
    }

    /// <inheritdoc/>
    public void DecisionWithheld() => _latch.SayAgain();

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<Detection2DArray> input, PerceptionEvent output, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(output);
        oldestInput = input.Stamp.Nanoseconds;
        Detection2DArray found = input.Value;
        int best = 0;
        for (int index = 0; index < found.Count; index++)
        {
            best = found.ClassIndices[index] == _options.ClassIndex ? Math.Max(best, found.Scores[index]) : best;
        }

        double score = best / (double)ushort.MaxValue;
        bool isSeen = score >= (_latch.IsActive ? _options.EndScore : _options.BeginScore);
        _misses = isSeen ? 0 : _misses + 1;
        bool isActive = isSeen || (_latch.IsActive && _misses < _options.MissesToEnd);
        if (!_latch.Speaks(isActive))
        {
            return StageOutcome.NeedsMore;
        }

        output.Kind = PerceptionEventKind.Presence;
        output.Active = isActive;
        output.Value = (int)Math.Round(score * Thousandths);
        output.Scale = new Scale(1, -3, Unit.One);
        return StageOutcome.Decided;
    }
}
