using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Says whether there is contact, with hysteresis (it begins at one load and ends at a lower one) and debounce (it begins and ends only
/// when the load has been there, or away, for a time by the stamps). Publishes its first reading, every change, and a heartbeat.
/// A reading that cannot be measured, or that is not newer than the one before, is unusable.
/// </summary>
/// <typeparam name="T">The reading.</typeparam>
public sealed class ContactStage<T> : IStage<T, PerceptionEvent>
    where T : Message
{
    // A stamp farther back than this is a jump of the clock and no old reading.
    private const long Jump = 1_000_000_000;

    private readonly IContactMeasure<T> _measure;
    private readonly ContactOptions _options;
    private readonly double _step;
    private EventLatch _latch;
    private long _last = long.MinValue;
    private long _otherSince;
    private bool _isOther;
    private bool _isContact;

    /// <summary>Makes the stage.</summary>
    /// <param name="measure">How hard a reading is touched.</param>
    /// <param name="options">When that is a contact.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public ContactStage(IContactMeasure<T> measure, ContactOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.End);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Begin, options.End);
        ArgumentOutOfRangeException.ThrowIfNegative(options.BeginNanoseconds);
        ArgumentOutOfRangeException.ThrowIfNegative(options.EndNanoseconds);
        _measure = measure;
        _options = options;
        _step = ScaleConversion.StepOf(options.ValueScale);
        _latch = new EventLatch(options.HeartbeatReadings);
    }

    /// <inheritdoc/>
    public void DecisionWithheld() => _latch.SayAgain();

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<T> input, PerceptionEvent output, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(output);
        long instant = input.Stamp.Nanoseconds;
        oldestInput = instant;
        bool isOld = _last != long.MinValue && instant <= _last && instant > _last - Jump;
        if (isOld || !_measure.TryMeasure(input.Value, _isContact, out double load))
        {
            return StageOutcome.Unusable;
        }

        if (instant < _last)
        {
            _isOther = false;
        }

        _last = instant;
        Debounce(instant, load >= (_isContact ? _options.End : _options.Begin));
        if (!_latch.Speaks(_isContact))
        {
            return StageOutcome.NeedsMore;
        }

        output.FrameId = input.Value.FrameId;
        output.Kind = _options.Kind;
        output.Active = _isContact;
        output.Value = ReadingVector.Steps(load / _step);
        output.Scale = _options.ValueScale;
        return StageOutcome.Decided;
    }

    private void Debounce(long instant, bool isLoaded)
    {
        if (isLoaded == _isContact)
        {
            _isOther = false;
            return;
        }

        if (!_isOther)
        {
            _isOther = true;
            _otherSince = instant;
        }

        if (instant - _otherSince >= (isLoaded ? _options.BeginNanoseconds : _options.EndNanoseconds))
        {
            _isContact = isLoaded;
            _isOther = false;
        }
    }
}
