using System.Security.Cryptography;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The robot's mouth: asks for clock and hello, commands, and says a command again until it is acknowledged or the board has started anew.</summary>
internal sealed class DayCommander
{
    private const long Again = DayClock.Second;
    private const int PieceLength = 400;

    private readonly DayClock _clock;
    private readonly Random _random;
    private readonly DayRun _run;
    private readonly FrameSender _sender;
    private readonly TimeRequest _timeRequest = new() { TargetBoard = DayConfiguration.Board };
    private readonly HelloRequest _helloRequest = new() { TargetBoard = DayConfiguration.Board };
    private readonly Command _command = new() { TargetBoard = DayConfiguration.Board };
    private byte[] _update = [];
    private int _updateOffset;
    private long _sequence;
    private long _nextTime;
    private long _nextHello;
    private long _nextCommand;
    private long _nextTry;
    private long _lastBoardSent;

    public DayCommander(DayClock clock, Random random, DayRun run, DayInbox inbox)
    {
        _clock = clock;
        _random = random;
        _run = run;
        _sender = new FrameSender(0, 900, FrameFlags.None, inbox);
    }

    /// <summary>Since when a command waits for its acknowledgement; 0 when none does.</summary>
    public long WaitingSince { get; private set; }

    /// <summary>Whether a configuration is on its way to the board.</summary>
    public bool IsUpdating { get; private set; }

    public long Acknowledged { get; private set; }

    public long TimeResponses { get; private set; }

    public long Hellos { get; private set; }

    public long[] Outcomes { get; } = new long[16];

    /// <summary>Log records by their code.</summary>
    public long[] Logs { get; } = new long[16];

    /// <summary>The board has a new boot: what was asked of the one before is void; a configuration begins anew.</summary>
    public void Begin()
    {
        WaitingSince = 0;
        _updateOffset = 0;
        _lastBoardSent = 0;
        _nextCommand = _clock.Nanoseconds + (3 * DayClock.Second);
    }

    public void Update(byte[] configuration)
    {
        _update = configuration;
        _updateOffset = 0;
        _nextCommand = 0;
        SHA256.HashData(configuration, _command.ConfigurationDigest);
        IsUpdating = true;
    }

    public void EndUpdate() => IsUpdating = false;

    public void Step()
    {
        long now = _clock.Nanoseconds;
        if (now >= _nextTime)
        {
            _nextTime = now + (2 * DayClock.Second);
            _timeRequest.Exchange++;
            _timeRequest.RobotSent = now;
            Send(_timeRequest);
        }

        if (now >= _nextHello)
        {
            _nextHello = now + (45 * DayClock.Second);
            Send(_helloRequest);
        }

        // A robot knows a board's boot from what it hears.
        if (_run.LastSequence[DayRun.Housekeeping] < 0)
        {
            return;
        }

        if (WaitingSince == 0 && now >= _nextCommand)
        {
            Choose(now);
        }

        if (WaitingSince != 0 && now >= _nextTry)
        {
            _nextTry = now + Again;
            Send(_command);
        }
    }

    public void Hear(Message message)
    {
        switch (message)
        {
            case Hello:
                Hellos++;
                break;
            case LogRecord record:
                Logs[record.Code]++;
                break;
            case TimeResponse response:
                TimeResponses++;
                if (response.BoardReceived < _lastBoardSent || response.BoardSent < response.BoardReceived)
                {
                    Assert.Fail($"boot {_run.Boot}: the board's clock went from {_lastBoardSent} to {response.BoardReceived} to {response.BoardSent}");
                }

                _lastBoardSent = response.BoardSent;
                break;
            case Acknowledgement answer when answer.Number == _command.Number && WaitingSince != 0:
                Take(answer);
                break;
        }
    }

    private void Take(Acknowledgement answer)
    {
        WaitingSince = 0;
        Acknowledged++;
        _run.CommandsAcknowledged++;
        Outcomes[(int)answer.Outcome]++;
        _nextCommand = _clock.Nanoseconds + (IsUpdating ? 0 : (5 + _random.Next(25)) * DayClock.Second);
        if (answer.Code == CommandCode.UpdateConfiguration)
        {
            // A piece out of its order: the board lost the pieces before, so all are sent again.
            _updateOffset = answer.Outcome == CommandOutcome.Done ? _updateOffset + PieceLength : 0;
        }
    }

    private void Choose(long now)
    {
        _command.Number++;
        _command.TargetBoot = _run.Boot;
        if (IsUpdating)
        {
            ChoosePiece();
        }
        else
        {
            _command.Code = _random.Next(3) switch { 0 => CommandCode.Identify, 1 => CommandCode.SetRate, _ => CommandCode.Tare };
            byte stream = (byte)(DayConfiguration.FirstStream + _random.Next(DayConfiguration.Streams));
            _command.Stream = _command.Code == CommandCode.Identify ? BoardAddress.HousekeepingStream : stream;
            _command.IdentifyMilliseconds = (ushort)(100 + _random.Next(900));
            _command.PeriodMicroseconds = (uint)(250_000 * (1 + _random.Next(4)));
        }

        _run.CommandsSent++;
        WaitingSince = now;
        _nextTry = now;
    }

    private void ChoosePiece()
    {
        _command.Code = CommandCode.UpdateConfiguration;
        _command.Stream = BoardAddress.HousekeepingStream;
        _command.ConfigurationTotal = _update.Length;
        _command.ConfigurationOffset = _updateOffset;
        _command.ConfigurationCount = Math.Min(PieceLength, _update.Length - _updateOffset);
        Array.Copy(_update, _updateOffset, _command.Configuration, 0, _command.ConfigurationCount);
    }

    private void Send(Message message)
    {
        message.Stamp = new Stamp(_clock.Nanoseconds, 1_000);
        SendOutcome outcome = _sender.Send(BoardAddress.HousekeepingStream, _sequence++, message);
        if (outcome != SendOutcome.Sent)
        {
            Assert.Fail($"the board was not sent a {message.Type}: {outcome}");
        }
    }
}
