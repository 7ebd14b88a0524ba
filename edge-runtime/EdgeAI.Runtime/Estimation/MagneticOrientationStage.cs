using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// An <see cref="OrientationStage"/> whose heading is magnetic north's: a join hands it each IMU reading, and beside it the field at that instant of
/// a magnetometer that is fixed to the IMU, along the same axes. Where there is none, or a disturbed one (<see cref="HeadingCorrection"/>), the
/// orientation goes on without.
/// </summary>
public sealed class MagneticOrientationStage : ISampleConsumer<Imu>
{
    private readonly JoinInput<MagneticField> _fields;
    private readonly IStageOutput<Imu> _output;
    private readonly OrientationStage _orientation;
    private long _lastField;
    private long _restarts = -1;

    /// <summary>Makes the stage.</summary>
    /// <param name="fields">The join's input with the magnetometer's readings.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="options">What is believed of the IMU.</param>
    /// <param name="magnetic">What is believed of the magnetometer.</param>
    public MagneticOrientationStage(JoinInput<MagneticField> fields, IStageOutput<Imu> output, OrientationOptions options, MagneticOptions magnetic)
    {
        _fields = fields;
        _output = output;
        _orientation = new OrientationStage(options);
        Heading = new HeadingCorrection(_orientation.Filter, magnetic);
    }

    /// <summary>The filter: its bounds, its bias.</summary>
    public OrientationFilter Filter => _orientation.Filter;

    /// <summary>What became of the fields.</summary>
    public HeadingCorrection Heading { get; }

    /// <inheritdoc/>
    public void Take(in Sample<Imu> sample)
    {
        Imu answer = _output.Message;
        if (_orientation.Process(in sample, answer, out _) != StageOutcome.Decided)
        {
            _output.CountUnusable();
            return;
        }

        long instant = sample.Stamp.Nanoseconds;
        if (_restarts != _orientation.Restarts)
        {
            _restarts = _orientation.Restarts;
            _lastField = instant;
            Heading.Start();
        }

        if (_fields.Status == MatchStatus.Found && ReadingVector.Fits(_fields.MatchAt(0).Value.Scale, Unit.Tesla))
        {
            MagneticField field = _fields.MatchAt(0).Value;
            Heading.Take(ReadingVector.Of(field.Field, field.Scale), (instant - _lastField) / 1e9);
            _lastField = instant;
            ImuOrientation.Put(Filter.Orientation, answer);
        }

        _output.TryAnswer(sample.Stamp, sample.Flags, instant - sample.SpanNanoseconds);
    }
}
