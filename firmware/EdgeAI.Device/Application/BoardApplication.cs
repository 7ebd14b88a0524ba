using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Application;

/// <summary>
/// A sensor board's whole program, from its start record to its sampling loop: the microcontroller and the simulated board run this one and differ only in the
/// <see cref="IBoardPlatform"/> and <see cref="IBoardStore"/> that they hand it. Not thread safe: one board, one thread.
/// </summary>
/// <remarks>
/// What the board runs is decided by how its runs before ended (<see cref="StartMode"/>): a configuration that makes it crash is set aside for the compiled one, and
/// if that crashes too the board runs no sensor and waits on its link to be mended. A configuration under which the robot is not heard gives way to the one before it
/// (<see cref="ConfigurationTrial"/>).
/// </remarks>
public sealed class BoardApplication
{
    private const int StartPlace = 0;
    private const int ConfigurationPlace = 2;
    private const int CalibrationPlace = 4;
    private const int TrialPlace = 6;
    private const int CalibrationCapacity = 2048;

    private readonly BoardImage _image;
    private readonly IBoardPlatform _platform;
    private readonly IHostParts? _parts;
    private readonly IClock _clock;
    private readonly StartLedger _ledger;
    private readonly ConfigurationTrial _trial;
    private readonly CalibrationSlots _slots;
    private readonly byte[] _bytes = new byte[ConfigurationDecoder.MaxLength + 1];
    private BoardCore? _core;
    private BoardActions? _actions;
    private BoardReports? _reports;
    private long _stableAt;

    /// <summary>Makes a board that does not run yet.</summary>
    /// <param name="image">What is compiled in.</param>
    /// <param name="platform">What it runs on.</param>
    /// <param name="store">The memory that survives power-off; eight places of it are used.</param>
    /// <param name="parts">What a host has beside chips; null on a microcontroller without any.</param>
    /// <param name="clock">The board's clock.</param>
    public BoardApplication(BoardImage image, IBoardPlatform platform, IBoardStore store, IHostParts? parts, IClock clock)
    {
        _image = image;
        _platform = platform;
        _parts = parts;
        _clock = clock;
        _ledger = new StartLedger(store, StartPlace);
        _trial = new ConfigurationTrial(store, ConfigurationPlace, TrialPlace, _bytes);
        _slots = new CalibrationSlots(new StoredRecord(store, CalibrationPlace, CalibrationCapacity));
        Queue = new SendQueue(1, QueuePolicyCode.DropNewest);
        Streams = new SampledStream[0];
        Configuration = new BoardConfiguration();
    }

    /// <summary>How this start began.</summary>
    public StartLedger Ledger
    {
        get { return _ledger; }
    }

    /// <summary>What the board runs; the start mode says where it comes from.</summary>
    public BoardConfiguration Configuration { get; private set; }

    /// <summary>The frames that wait for the link.</summary>
    public SendQueue Queue { get; private set; }

    /// <summary>The streams with their accounts.</summary>
    public SampledStream[] Streams { get; private set; }

    /// <summary>The board's own stream.</summary>
    public BoardControl? Control { get; private set; }

    /// <summary>Whether every frame of every stream is accounted for, from its number to the link.</summary>
    public bool IsConserved()
    {
        return (_core == null || _core.IsConserved()) && Queue.IsConserved();
    }

    /// <summary>Reads the start record, chooses the configuration, opens link and buses, makes and starts the sensors.</summary>
    /// <exception cref="InvalidOperationException">The compiled configuration cannot be decoded: a defect of its generator.</exception>
    public void Start()
    {
        _ledger.Begin(_platform.StartedByPowerOn, _platform.Chance);
        ConfigurationVerdict? refused;
        int length = Choose(out refused);
        Queue = new SendQueue(Configuration.QueueBytes, Configuration.QueuePolicy);
        QueuedLink link = new QueuedLink(Queue, _platform.OpenLink(Configuration.Link, Queue));
        SensorConfiguration[] wanted = _ledger.Mode == StartMode.Safe ? new SensorConfiguration[0] : Configuration.Sensors;
        SensorSet sensors = SensorSet.Make(wanted, Configuration, _platform, _parts, _clock);
        Streams = sensors.Streams;
        _slots.Restore(Streams, _bytes, length);
        for (int index = 0; index < Streams.Length; index++)
        {
            StreamDescriber.Refresh(sensors.Descriptions[index], sensors.Made[index], Streams[index].Sensor);
        }

        BoardDescription description = new BoardDescription(NewHello(), sensors.Descriptions, sensors.Layouts);
        _actions = new BoardActions(_platform, _clock, _trial, _slots, Configuration.IdentifyPin);
        _actions.Describe(description, sensors.Made);
        Control = new BoardControl(description, _actions);
        _core = new BoardCore(Configuration.Board, _ledger.Boot, _image.Flags, _clock, link, Streams, Control);
        _reports = new BoardReports(Control, Streams, Queue, _platform);
        _core.Start();
        _reports.Begin(_ledger, refused, sensors, _clock.Nanoseconds);
        _stableAt = _clock.Nanoseconds + StartLedger.StableNanoseconds;
        _trial.Run(_clock.Nanoseconds);
        if (Configuration.WatchdogMilliseconds > 0)
        {
            _platform.StartWatchdog(Configuration.WatchdogMilliseconds);
        }
    }

    /// <summary>One turn: commands, sensors, frames, housekeeping. Restarts the board when that is due.</summary>
    /// <returns>Nanoseconds until the next turn; 0 when it has come already.</returns>
    /// <exception cref="InvalidOperationException">The board was not started.</exception>
    public long Step()
    {
        if (_core == null || _actions == null || _reports == null || Control == null)
        {
            throw new InvalidOperationException("the board was not started: call Start before Step");
        }

        long wait = _core.Step();
        long now = _clock.Nanoseconds;
        if (_stableAt != 0 && now >= _stableAt)
        {
            _stableAt = 0;
            _ledger.BecomeStable();
        }

        if (Control.Addressed > 0)
        {
            _trial.Hear();
        }

        _reports.Step(_actions, _trial, now);
        _platform.FeedWatchdog();
        bool restarts = _actions.Step(now);
        if (_actions.DescriptionChanged)
        {
            _actions.DescriptionChanged = false;
            Control.TellHello();
        }

        if (_trial.IsOver(now))
        {
            _trial.SetAside(TrialNews.Unheard);
            restarts = true;
        }

        if (restarts)
        {
            _ledger.EndByCommand();
            _platform.Restart();
        }

        return wait;
    }

    /// <summary>Records that the program failed, and restarts the board. The next start tells it.</summary>
    /// <param name="what">What failed.</param>
    public void Crash(string what)
    {
        _ledger.EndByCrash(what);
        _platform.Restart();
    }

    private int Choose(out ConfigurationVerdict? refused)
    {
        refused = null;
        int length = _trial.Begin();
        if (length >= 0 && TryDecode(length) != null)
        {
            _trial.SetAside(TrialNews.Refused);
        }

        if (_ledger.Mode != StartMode.Normal && (_trial.IsRunning || _trial.EndsNow))
        {
            _ledger.BeginRow();
        }

        if (!_trial.IsRunning)
        {
            length = _ledger.Mode == StartMode.Normal ? _trial.LoadSettled() : -1;
            refused = length >= 0 ? TryDecode(length) : null;
        }

        return length >= 0 && refused == null ? length : UseCompiled();
    }

    // The verdict on what stands in the bytes where it is refused; else the board runs it.
    private ConfigurationVerdict? TryDecode(int length)
    {
        ConfigurationVerdict verdict = ConfigurationDecoder.Decode(_bytes, length);
        if (verdict.Configuration == null)
        {
            return verdict;
        }

        Configuration = verdict.Configuration;
        return null;
    }

    private int UseCompiled()
    {
        byte[] compiled = _image.Configuration;
        ConfigurationVerdict own = ConfigurationDecoder.Decode(compiled, compiled.Length);
        if (own.Configuration == null)
        {
            throw new InvalidOperationException("the compiled configuration is refused (status " + (int)own.Status + " at byte " + own.Offset + "): generate Board.g.cs again");
        }

        Array.Copy(compiled, 0, _bytes, 0, compiled.Length);
        Configuration = own.Configuration;
        return compiled.Length;
    }

    private Hello NewHello()
    {
        Hello hello = new Hello();
        hello.BoardName.TrySet(Configuration.BoardName);
        hello.SerialNumber.TrySet(_platform.SerialNumber);
        hello.FirmwareVersion.TrySet(_image.FirmwareVersion);
        Array.Copy(Configuration.ProfileHash, 0, hello.ProfileHash, 0, Hello.DigestLength);
        return hello;
    }
}
