using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Application;

/// <summary>Does what a robot commands, for the application: what takes time is only begun here and ended by <see cref="Step"/>.</summary>
internal sealed class BoardActions : IBoardActions
{
    // As long as an acknowledgement may wait behind a full send queue on a slow line, twice over.
    private const long RestartDelay = 500000000;

    private const uint LongestPeriod = 60000000;

    private readonly IClock _clock;
    private readonly ConfigurationUpdate _update;
    private readonly ConfigurationTrial _trial;
    private readonly CalibrationSlots _slots;
    private readonly int _lampPin;
    private readonly IBoardPlatform _platform;
    private BoardDescription? _description;
    private SensorConfiguration[] _sensors = new SensorConfiguration[0];
    private SampledStream?[] _taring = new SampledStream?[0];
    private long _lampUntil;
    private long _restartAt;

    public BoardActions(IBoardPlatform platform, IClock clock, ConfigurationTrial trial, CalibrationSlots slots, int lampPin)
    {
        _platform = platform;
        _clock = clock;
        _trial = trial;
        _update = new ConfigurationUpdate(trial);
        _slots = slots;
        _lampPin = lampPin;
    }

    /// <summary>Whether a new configuration was stored since the start.</summary>
    public bool ConfigurationStored { get; private set; }

    /// <summary>Whether a calibration could not be stored since this was last false.</summary>
    public bool StoreFailed { get; set; }

    /// <summary>Whether a tare or a calibration ended since this was last false: what the hello says of its stream is another.</summary>
    public bool DescriptionChanged { get; set; }

    /// <summary>What the streams are described by, for a tare or a calibration to be told in the next hello.</summary>
    public void Describe(BoardDescription description, SensorConfiguration[] sensors)
    {
        _description = description;
        _sensors = sensors;
        _taring = new SampledStream?[sensors.Length];
    }

    /// <summary>Ends what is over.</summary>
    /// <returns>Whether the board is to be restarted now.</returns>
    public bool Step(long now)
    {
        if (_lampUntil != 0 && now >= _lampUntil)
        {
            _lampUntil = 0;
            _platform.SetLamp(_lampPin, false);
        }

        EndTares();
        return _restartAt != 0 && now >= _restartAt;
    }

    /// <inheritdoc/>
    public CommandResult Identify(int milliseconds)
    {
        if (_lampPin < 0)
        {
            return new CommandResult(CommandOutcome.NotSupported, 0);
        }

        _platform.SetLamp(_lampPin, true);
        _lampUntil = _clock.Nanoseconds + (milliseconds * 1000000L);
        return new CommandResult(CommandOutcome.Started, 0);
    }

    /// <inheritdoc/>
    public CommandResult Reset()
    {
        _restartAt = _clock.Nanoseconds + RestartDelay;
        return new CommandResult(CommandOutcome.Started, 0);
    }

    /// <inheritdoc/>
    public CommandResult SetRate(SampledStream stream, uint periodMicroseconds)
    {
        // The driver tells a repeated sample from a new one, so reading too often costs turns and gives nothing; the sensor's own rate stays as configured.
        return periodMicroseconds > LongestPeriod
            ? new CommandResult(CommandOutcome.OutOfRange, 0)
            : new CommandResult(CommandOutcome.Done, periodMicroseconds);
    }

    /// <inheritdoc/>
    public CommandResult Tare(SampledStream stream)
    {
        if (!(stream.Sensor is ITareable tareable))
        {
            return new CommandResult(CommandOutcome.NotSupported, 0);
        }

        switch (tareable.Tare())
        {
            case TareOutcome.Done:
                return Keep(stream);
            case TareOutcome.Started:
                BeginTare(stream);
                return new CommandResult(CommandOutcome.Started, 0);
            default:
                return new CommandResult(CommandOutcome.Failed, (uint)SensorStatus.NotReady);
        }
    }

    /// <inheritdoc/>
    public CommandResult Calibrate(SampledStream stream, int reference, Scale scale)
    {
        if (!(stream.Sensor is ICalibratable calibratable))
        {
            return new CommandResult(CommandOutcome.NotSupported, 0);
        }

        switch (calibratable.Calibrate(reference, scale))
        {
            case CalibrationOutcome.Done:
                return Keep(stream);
            case CalibrationOutcome.NoReading:
                return new CommandResult(CommandOutcome.Failed, (uint)SensorStatus.NotReady);
            default:
                return new CommandResult(CommandOutcome.OutOfRange, 0);
        }
    }

    /// <inheritdoc/>
    public CommandResult UpdateConfiguration(Command piece)
    {
        // Before the new one takes the place of the one on trial: who commands was heard.
        _trial.Hear();
        CommandResult result = _update.Take(piece);
        if (result.Outcome == CommandOutcome.Started)
        {
            ConfigurationStored = true;
            _restartAt = _clock.Nanoseconds + RestartDelay;
        }

        return result;
    }

    private void BeginTare(SampledStream stream)
    {
        int index = IndexOf(stream);
        if (index >= 0)
        {
            _taring[index] = stream;
        }
    }

    // The sensor takes as long as the world needs to be quiet.
    private void EndTares()
    {
        for (int index = 0; index < _taring.Length; index++)
        {
            SampledStream? stream = _taring[index];
            if (stream != null && _slots.HasTare(stream))
            {
                _taring[index] = null;
                Keep(stream);
            }
        }
    }

    private int IndexOf(SampledStream stream)
    {
        for (int index = 0; index < _sensors.Length; index++)
        {
            if (_sensors[index].Stream == stream.Number)
            {
                return index;
            }
        }

        return -1;
    }

    private CommandResult Keep(SampledStream stream)
    {
        int index = IndexOf(stream);
        if (index >= 0 && _description != null)
        {
            StreamDescriber.Refresh(_description.Streams[index], _sensors[index], stream.Sensor);
            DescriptionChanged = true;
        }

        // Done means that it survives power-off.
        bool saved = _slots.Save();
        StoreFailed |= !saved;
        return saved ? new CommandResult(CommandOutcome.Done, 0) : new CommandResult(CommandOutcome.Failed, (uint)SensorStatus.ChipFault);
    }
}
