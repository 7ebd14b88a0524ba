using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Drivers.SixAxis;

/// <summary>
/// Makes a <see cref="WrenchStamped"/> of six bridges: raw counts, compensated by temperature, decoupled by a matrix, in integers.
/// </summary>
/// <remarks>
/// <para>Channels are any six sensors of <see cref="ForceStamped"/>; their raw counts are taken, never their tared values. Zeroing a tool's
/// weight is <see cref="TareToLatestReading"/>, in steps of the wrench.</para>
/// <para>In step: a reading asks the channels that have nothing new yet until all six have. The stamps of the six then lie within
/// <see cref="SixAxisOptions.StampSpreadNanoseconds"/>, or the ones too old are asked again, and the wrench is
/// <see cref="SensorStatus.NotReady"/>; after <see cref="SixAxisOptions.PatienceNanoseconds"/> without a wrench it is
/// <see cref="SensorStatus.Timeout"/>. <see cref="OutOfStep"/> counts the sets refused.</para>
/// <para>Stamp: the middle of the shortest interval that holds the intervals of all six, give or take half of it.</para>
/// <para>Errors: the status of a channel that fails is the wrench's, <see cref="SensorStatus.Saturated"/> above all: five axes of truth and one of clipping
/// make six wrong ones. A temperature that cannot be had for too long gives its sensor's status; one beyond the calibration's knots, or a wrench
/// beyond its limit, is <see cref="SensorStatus.Implausible"/>; a wrench beyond 32 bits of its step is <see cref="SensorStatus.Saturated"/>.</para>
/// <para>Undetectable: a channel that is wrong inside its own range; six torn wires that leave their counts at rest; a temperature
/// measured away from the bridges; a calibration of another sensor.</para>
/// </remarks>
public sealed class SixAxisSensor : ISensor, ITareable
{
    private const int Axes = SixAxisCalibration.Axes;

    private readonly ISensor[] _channels = new ISensor[Axes];
    private readonly ForceStamped[] _forces = new ForceStamped[Axes];
    private readonly bool[] _fresh = new bool[Axes];
    private readonly int[] _counts = new int[Axes];
    private readonly int[] _values = new int[Axes];
    private readonly int[] _tare = new int[Axes];
    private readonly WrenchStamped _wrench = new WrenchStamped();
    private readonly SixAxisCalibration _calibration;
    private readonly SixAxisOptions _options;
    private readonly ISensor? _thermometer;
    private readonly IClock _clock;
    private SensorStatus _temperatureStatus = SensorStatus.NotReady;
    private int _temperature;
    private long _temperatureAt;
    private long _nextTemperature;
    private bool _hasTemperature;
    private bool _hasReading;
    private bool _waiting;
    private long _waitingSince;
    private long _outOfStep;

    /// <summary>Makes a sensor of six channels.</summary>
    /// <param name="channels">Six sensors of <see cref="ForceStamped"/>, in the order of the matrix's columns.</param>
    /// <param name="thermometer">A sensor of <see cref="Temperature"/> in hundredths of a degree; null where the calibration needs none.</param>
    /// <param name="calibration">What makes a wrench of counts.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="options">What is demanded of the channels; read once, here.</param>
    /// <exception cref="ArgumentException">There are not six channels, one is no bridge, or the calibration needs a thermometer that is not there.</exception>
    public SixAxisSensor(ISensor[] channels, ISensor? thermometer, SixAxisCalibration calibration, IClock clock, SixAxisOptions options)
    {
        if (channels.Length != Axes)
        {
            throw new ArgumentException("a six-axis sensor has six channels");
        }

        for (int i = 0; i < Axes; i++)
        {
            _channels[i] = channels[i];
            _forces[i] = channels[i].Reading as ForceStamped ?? throw new ArgumentException("every channel of a six-axis sensor must give ForceStamped");
        }

        if (calibration.NeedsTemperature && !IsInHundredths(thermometer))
        {
            throw new ArgumentException("a calibration over temperature needs a thermometer in hundredths of a degree Celsius");
        }

        _thermometer = calibration.NeedsTemperature ? thermometer : null;
        _calibration = calibration;
        _clock = clock;
        _options = options;
        _wrench.ForceScale = calibration.ForceScale;
        _wrench.TorqueScale = calibration.TorqueScale;
    }

    /// <summary>The wrench that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _wrench; }
    }

    /// <summary>Sets of six counts that were refused because they were not of one time.</summary>
    public long OutOfStep
    {
        get { return _outOfStep; }
    }

    /// <summary>Takes the latest good wrench for the one without load, from the next reading on.</summary>
    /// <returns>False if there has been no good reading: the tare stays.</returns>
    public bool TareToLatestReading()
    {
        for (int axis = 0; axis < Axes && _hasReading; axis++)
        {
            _tare[axis] += axis < 3 ? _wrench.Force[axis] : _wrench.Torque[axis - 3];
        }

        bool tared = _hasReading;
        _hasReading = false;
        return tared;
    }

    /// <summary>What is taken off an axis, in steps of the wrench.</summary>
    /// <param name="axis">0 to 5: force, then torque, along x, y, z.</param>
    public int TareOf(int axis)
    {
        return _tare[axis];
    }

    /// <summary>Six numbers: force and torque along x, y, z in steps of the wrench.</summary>
    public int TareLength
    {
        get { return Axes; }
    }

    /// <summary>Takes the latest good wrench for the one without load, from the next reading on.</summary>
    public TareOutcome Tare()
    {
        return TareToLatestReading() ? TareOutcome.Done : TareOutcome.NoReading;
    }

    /// <inheritdoc/>
    public bool TryGetTare(int[] tare)
    {
        Array.Copy(_tare, 0, tare, 0, Axes);
        return true;
    }

    /// <inheritdoc/>
    public void SetTare(int[] tare)
    {
        Array.Copy(tare, 0, _tare, 0, Axes);
        _hasReading = false;
    }

    /// <summary>Starts every channel and the thermometer.</summary>
    /// <returns>Ok once all are up, NotReady while one comes up, or the first fault.</returns>
    public SensorStatus Start()
    {
        Forget();
        SensorStatus status = _thermometer == null ? SensorStatus.Ok : _thermometer.Start();
        for (int i = 0; i < Axes; i++)
        {
            SensorStatus channel = _channels[i].Start();
            bool worse = status == SensorStatus.Ok || (status == SensorStatus.NotReady && channel != SensorStatus.Ok);
            status = worse ? channel : status;
        }

        return status;
    }

    /// <summary>Goes on collecting the six counts, and makes a wrench of them once they are there and in step.</summary>
    public SensorStatus Read()
    {
        TakeTemperature();
        SensorStatus status = Collect();
        if (status == SensorStatus.Ok && !AreInStep())
        {
            _outOfStep++;
            status = Collect();
            status = status == SensorStatus.Ok && !AreInStep() ? SensorStatus.NotReady : status;
        }

        if (status == SensorStatus.NotReady)
        {
            return Wait();
        }

        _waiting = false;
        if (status != SensorStatus.Ok)
        {
            Forget();
            return status;
        }

        Stamp stamp = StampOfAll();
        Forget();
        return Accept(stamp);
    }

    private static bool IsInHundredths(ISensor? thermometer)
    {
        return thermometer != null && thermometer.Reading is Temperature temperature
            && temperature.Scale.Mantissa == 1 && temperature.Scale.Exponent == -2;
    }

    private bool IsAnyFresh()
    {
        bool any = false;
        for (int i = 0; i < Axes; i++)
        {
            any |= _fresh[i];
        }

        return any;
    }

    private void Forget()
    {
        for (int i = 0; i < Axes; i++)
        {
            _fresh[i] = false;
        }
    }

    /// <summary>Asks every channel that has nothing new. A fault ends it; a channel without a sample does not, so that the others keep in step.</summary>
    private SensorStatus Collect()
    {
        SensorStatus status = SensorStatus.Ok;
        for (int i = 0; i < Axes; i++)
        {
            SensorStatus channel = _fresh[i] ? SensorStatus.Ok : _channels[i].Read();
            _fresh[i] = channel == SensorStatus.Ok;
            if (channel != SensorStatus.Ok && channel != SensorStatus.NotReady)
            {
                return channel;
            }

            status = channel == SensorStatus.NotReady ? channel : status;
        }

        return status;
    }

    /// <summary>Whether the six stamps lie close enough; those that are too old are no longer counted as new.</summary>
    private bool AreInStep()
    {
        long newest = _forces[0].Stamp.Nanoseconds;
        for (int i = 1; i < Axes; i++)
        {
            long stamp = _forces[i].Stamp.Nanoseconds;
            newest = stamp > newest ? stamp : newest;
        }

        bool inStep = true;
        for (int i = 0; i < Axes; i++)
        {
            _fresh[i] = newest - _forces[i].Stamp.Nanoseconds <= _options.StampSpreadNanoseconds;
            inStep &= _fresh[i];
        }

        return inStep;
    }

    private SensorStatus Wait()
    {
        // While none has a reading they all come up or convert, and each knows by itself when that takes too long.
        if (!IsAnyFresh())
        {
            _waiting = false;
            return SensorStatus.NotReady;
        }

        long now = _clock.Nanoseconds;
        if (!_waiting)
        {
            _waiting = true;
            _waitingSince = now;
        }

        if (now - _waitingSince <= _options.PatienceNanoseconds)
        {
            return SensorStatus.NotReady;
        }

        _waiting = false;
        Forget();
        return SensorStatus.Timeout;
    }

    private void TakeTemperature()
    {
        long now = _clock.Nanoseconds;
        if (_thermometer == null || (_hasTemperature && now < _nextTemperature))
        {
            return;
        }

        _temperatureStatus = _thermometer.Read();
        if (_temperatureStatus == SensorStatus.Ok)
        {
            _temperature = ((Temperature)_thermometer.Reading).Value;
            _temperatureAt = now;
            _nextTemperature = now + _options.TemperaturePeriodNanoseconds;
            _hasTemperature = true;
        }
    }

    private Stamp StampOfAll()
    {
        long earliest = long.MaxValue;
        long latest = long.MinValue;
        for (int i = 0; i < Axes; i++)
        {
            Stamp stamp = _forces[i].Stamp;
            long from = stamp.Nanoseconds - stamp.UncertaintyNanoseconds;
            long to = stamp.Nanoseconds + stamp.UncertaintyNanoseconds;
            earliest = from < earliest ? from : earliest;
            latest = to > latest ? to : latest;
        }

        return new Stamp(earliest + (latest - earliest) / 2, (latest - earliest + 1) / 2);
    }

    private SensorStatus Accept(Stamp stamp)
    {
        bool tooOld = !_hasTemperature || _clock.Nanoseconds - _temperatureAt > _options.TemperatureAgeNanoseconds;
        if (_thermometer != null && tooOld)
        {
            // Ok cannot stand here: a good temperature is never too old at once.
            return _temperatureStatus;
        }

        for (int i = 0; i < Axes; i++)
        {
            _counts[i] = _forces[i].RawCount;
        }

        SixAxisOutcome outcome = _calibration.TryApply(_counts, _temperature, _values);
        if (outcome != SixAxisOutcome.Ok)
        {
            return outcome == SixAxisOutcome.BeyondRange ? SensorStatus.Saturated : SensorStatus.Implausible;
        }

        for (int axis = 0; axis < Axes; axis++)
        {
            long tared = (long)_values[axis] - _tare[axis];
            if (tared > int.MaxValue || tared < int.MinValue)
            {
                return SensorStatus.Saturated;
            }

            int limit = axis < 3 ? _options.LargestForce : _options.LargestTorque;
            if (limit > 0 && (_values[axis] > limit || _values[axis] < -limit))
            {
                return SensorStatus.Implausible;
            }
        }

        for (int axis = 0; axis < 3; axis++)
        {
            _wrench.Force[axis] = _values[axis] - _tare[axis];
            _wrench.Torque[axis] = _values[axis + 3] - _tare[axis + 3];
        }

        _wrench.Stamp = stamp;
        _hasReading = true;
        return SensorStatus.Ok;
    }
}
