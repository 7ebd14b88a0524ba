using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Board;

/// <summary>Does each command once and says what became of it (WIRE.md, "Commands").</summary>
internal sealed class CommandExecutor
{
    private readonly BoardDescription _description;
    private readonly IBoardActions _actions;
    private readonly IClock _clock;
    private readonly SampledStream[] _streams;
    private readonly ushort _boot;
    private readonly CommandMemory _memory = new CommandMemory();

    public CommandExecutor(BoardDescription description, IBoardActions actions, IClock clock, SampledStream[] streams, ushort boot)
    {
        _description = description;
        _actions = actions;
        _clock = clock;
        _streams = streams;
        _boot = boot;
    }

    public long Executed { get; private set; }

    public long Repeated { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Does a command unless it was done before or is for another boot, and fills the answer.</summary>
    public void Handle(Command command, ushort robotBoot, Acknowledgement answer)
    {
        _memory.Hear(robotBoot);
        answer.RobotBoot = robotBoot;
        answer.Number = command.Number;
        answer.Code = command.Code;
        answer.Stream = command.Stream;
        answer.Repeated = false;
        if (command.TargetBoot != _boot)
        {
            Refused++;
            Fill(answer, CommandOutcome.OtherBoot, _boot);
            return;
        }

        if (_memory.TryRecall(command.Number, answer))
        {
            Repeated++;
            answer.Repeated = true;
            return;
        }

        if (!_memory.IsNew(command.Number))
        {
            Refused++;
            Fill(answer, CommandOutcome.Forgotten, 0);
            return;
        }

        Executed++;
        CommandResult result = Execute(command);
        Fill(answer, result.Outcome, result.Detail);
        _memory.Remember(answer);
    }

    private static void Fill(Acknowledgement answer, CommandOutcome outcome, uint detail)
    {
        answer.Outcome = outcome;
        answer.Detail = detail;
    }

    private CommandResult Execute(Command command)
    {
        switch (command.Code)
        {
            case CommandCode.Identify:
                return _actions.Identify(command.IdentifyMilliseconds);
            case CommandCode.Reset:
                return _actions.Reset();
            case CommandCode.UpdateConfiguration:
                return _actions.UpdateConfiguration(command);
            default:
                return ExecuteOnStream(command);
        }
    }

    private CommandResult ExecuteOnStream(Command command)
    {
        for (int index = 0; index < _streams.Length; index++)
        {
            SampledStream stream = _streams[index];
            if (stream.Number != command.Stream)
            {
                continue;
            }

            switch (command.Code)
            {
                case CommandCode.Tare:
                    return _actions.Tare(stream);
                case CommandCode.Calibrate:
                    return _actions.Calibrate(stream, command.Reference, command.ReferenceScale);
                default:
                    return SetRate(stream, command.PeriodMicroseconds);
            }
        }

        return new CommandResult(CommandOutcome.UnknownStream, 0);
    }

    private CommandResult SetRate(SampledStream stream, uint requested)
    {
        CommandResult result = _actions.SetRate(stream, requested);
        if (result.Outcome != CommandOutcome.Done)
        {
            return result;
        }

        // An action that names no period took the one asked for.
        uint period = result.Detail == 0 ? requested : result.Detail;
        stream.Restart(period * 1000L, _clock.Nanoseconds);
        _description.SetPeriod(stream);
        return new CommandResult(CommandOutcome.Done, period);
    }
}
