using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Perception.Stages;

/// <summary>
/// Says whether a warm body stands out in a thermal image: enough pixels above the image's own median, with hysteresis.
/// Publishes its first reading, every change, and a heartbeat; the rest is <see cref="StageOutcome.NeedsMore"/>. The
/// event's value is the warmest pixel's excess over the median, in the image's steps. A body that fills half the image
/// becomes its background: mount the sensor so that it does not.
/// </summary>
public sealed class PresenceStage : IStage<Image, PerceptionEvent>
{
    private readonly PresenceOptions _options;
    private readonly short[] _sorted = new short[Image.MaxSamples];
    private EventLatch _latch;

    /// <summary>Makes the stage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public PresenceStage(PresenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.EndKelvin);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BeginKelvin, options.EndKelvin);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinPixels, 1);
        _options = options;
        _latch = new EventLatch(options.HeartbeatReadings);
    }

    /// <inheritdoc/>
    public void DecisionWithheld() => _latch.SayAgain();

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<Image> input, PerceptionEvent decision, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(decision);
        Image image = input.Value;
        oldestInput = input.Stamp.Nanoseconds;
        bool hasSize = image.Width is > 0 and <= Image.MaxSamples && image.Height is > 0 and <= Image.MaxSamples;
        int count = hasSize ? image.Width * image.Height : 0;
        if (count < 1 || count > image.Samples.Length || count > _sorted.Length || !ReadingScale.TryStep(image.Scale, Unit.DegreeCelsius, out double step))
        {
            return StageOutcome.Unusable;
        }

        Span<short> sorted = _sorted.AsSpan(0, count);
        image.Samples.AsSpan(0, count).CopyTo(sorted);
        sorted.Sort();
        int median = sorted[(count - 1) / 2];
        double kelvin = _latch.IsActive ? _options.EndKelvin : _options.BeginKelvin;

        // Sorted: the coldest of the MinPixels warmest decides.
        bool isActive = count >= _options.MinPixels && (sorted[count - _options.MinPixels] - median) * step >= kelvin;
        if (!_latch.Speaks(isActive))
        {
            return StageOutcome.NeedsMore;
        }

        decision.FrameId = image.FrameId;
        decision.Kind = PerceptionEventKind.Presence;
        decision.Active = isActive;
        decision.Value = sorted[count - 1] - median;
        decision.Scale = image.Scale;
        return StageOutcome.Decided;
    }
}
