using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Answers every IMU reading with the same reading and an orientation (<see cref="OrientationFilter"/>), its angular velocity freed of the
/// estimated bias. A reading without rate or acceleration, or in other units, is unusable; so is one with the stamp of the one before or an
/// older one. A hole longer than the options allow starts the filter anew.
/// </summary>
public sealed class OrientationStage : IStage<Imu, Imu>
{
    private const ImuParts Needed = ImuParts.AngularVelocity | ImuParts.LinearAcceleration;

    private readonly OrientationOptions _options;
    private long _last;

    /// <summary>Makes the stage.</summary>
    /// <param name="options">What is believed of the sensor.</param>
    public OrientationStage(OrientationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Filter = new OrientationFilter(options);
    }

    /// <summary>The filter: its bias, its bounds, whether the sensor rests.</summary>
    public OrientationFilter Filter { get; }

    /// <summary>How often the filter started anew after a hole or a jump of the clock.</summary>
    public long Restarts { get; private set; }

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<Imu> input, Imu output, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(output);
        Imu reading = input.Value;
        long instant = input.Stamp.Nanoseconds;
        oldestInput = instant;
        if ((reading.Parts & Needed) != Needed
            || !ReadingVector.Fits(reading.AngularVelocityScale, Unit.RadianPerSecond)
            || !ReadingVector.Fits(reading.LinearAccelerationScale, Unit.MetrePerSecondSquared))
        {
            return StageOutcome.Unusable;
        }

        Vector rate = ReadingVector.Of(reading.AngularVelocity, reading.AngularVelocityScale);
        Vector acceleration = ReadingVector.Of(reading.LinearAcceleration, reading.LinearAccelerationScale);
        double seconds = (instant - (double)_last) / 1e9;
        if (Filter.HasStarted && Math.Abs(seconds) > _options.LongestGap)
        {
            Filter.Reset();
            Restarts++;
        }

        if (!Filter.HasStarted)
        {
            if (!Filter.TryStart(acceleration))
            {
                return StageOutcome.Unusable;
            }
        }
        else if (seconds <= 0)
        {
            return StageOutcome.Unusable;
        }
        else
        {
            Filter.Take(rate, acceleration, seconds);
        }

        _last = instant;
        output.CopyFrom(reading);
        ReadingVector.Put(rate - Filter.Bias, output.AngularVelocityScale, output.AngularVelocity);
        ImuOrientation.Put(Filter.Orientation, output);
        return StageOutcome.Decided;
    }
}
