using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.Board;

public sealed class BoardControlCommandTests
{
    private readonly ControlledBoard _board = new();

    public BoardControlCommandTests()
    {
        _board.Core.Start();
        _board.Run(10);
        _board.AtRobot();
    }

    public static TheoryData<string, CommandCode, byte> Actions => new()
    {
        { "identify 3000", CommandCode.Identify, 255 },
        { "reset", CommandCode.Reset, 255 },
        { "rate 4 20000", CommandCode.SetRate, 4 },
        { "tare 9", CommandCode.Tare, 9 },
        { "calibrate 9 -9807*1e-3 Newton", CommandCode.Calibrate, 9 },
        { "configuration 4+2 of 6", CommandCode.UpdateConfiguration, 255 },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public void Command_ForThisBoot_IsDoneOnceAndAcknowledged(string expected, CommandCode code, byte stream)
    {
        Command command = ControlledBoard.Command(1, code, stream);
        command.IdentifyMilliseconds = 3_000;
        command.PeriodMicroseconds = 20_000;
        command.Reference = -9_807;
        command.ReferenceScale = new Scale(1, -3, Unit.Newton);
        command.ConfigurationTotal = 6;
        command.ConfigurationOffset = 4;
        command.ConfigurationCount = 2;
        _board.Actions.Result = new CommandResult(CommandOutcome.Failed, 3);

        Acknowledgement first = Ask(command);
        Acknowledgement second = Ask(command);

        Assert.Equal((expected, 1), (_board.Actions.Last, _board.Actions.Calls));
        Assert.Equal((900, 1u, code, stream), (first.RobotBoot, first.Number, first.Code, first.Stream));
        Assert.Equal((CommandOutcome.Failed, 3u, false), (first.Outcome, first.Detail, first.Repeated));
        Assert.Equal((CommandOutcome.Failed, 3u, true), (second.Outcome, second.Detail, second.Repeated));
        Assert.Equal((1, 1, 0), (_board.Control.Executed, _board.Control.Repeated, _board.Control.Refused));
    }

    [Fact]
    public void Command_ForAnotherBoot_IsNotDoneAndTellsTheBoot()
    {
        Command command = ControlledBoard.Command(1, CommandCode.Reset);
        command.TargetBoot = ControlledBoard.Boot - 1;

        Acknowledgement answer = Ask(command);

        Assert.Equal((CommandOutcome.OtherBoot, (uint)ControlledBoard.Boot, 0), (answer.Outcome, answer.Detail, _board.Actions.Calls));
        Assert.Equal(1, _board.Control.Refused);
    }

    [Fact]
    public void Command_LostFromMemory_IsForgottenAndNotDoneAgain()
    {
        for (uint number = 10; number < 27; number++)
        {
            Ask(ControlledBoard.Command(number, CommandCode.Tare, 4));
        }

        Acknowledgement oldest = Ask(ControlledBoard.Command(11, CommandCode.Tare, 4));
        Acknowledgement beyond = Ask(ControlledBoard.Command(10, CommandCode.Tare, 4));
        Acknowledgement never = Ask(ControlledBoard.Command(9, CommandCode.Tare, 4));

        Assert.Equal(17, _board.Actions.Calls);
        Assert.Equal((CommandOutcome.Done, true), (oldest.Outcome, oldest.Repeated));
        Assert.Equal((CommandOutcome.Forgotten, false), (beyond.Outcome, beyond.Repeated));
        Assert.Equal(CommandOutcome.Forgotten, never.Outcome);
    }

    [Fact]
    public void Command_OfARestartedRobot_IsANewOne()
    {
        Ask(ControlledBoard.Command(5, CommandCode.Tare, 4));
        _board.RobotBoot = 901;

        Acknowledgement answer = Ask(ControlledBoard.Command(5, CommandCode.Tare, 4));

        Assert.Equal((901, false), (answer.RobotBoot, answer.Repeated));
        Assert.Equal(2, _board.Actions.Calls);
    }

    [Fact]
    public void Command_ForAnUnknownStream_IsAnsweredSo()
    {
        Assert.Equal(CommandOutcome.UnknownStream, Ask(ControlledBoard.Command(1, CommandCode.Tare, 5)).Outcome);
        Assert.Equal(0, _board.Actions.Calls);
    }

    [Fact]
    public void SetRate_Done_ChangesThePeriodFromNowOnAndTheNextHello()
    {
        Command command = ControlledBoard.Command(1, CommandCode.SetRate, 4);
        command.PeriodMicroseconds = 20_000;
        long before = _board.Streams[0].Readings;

        Acknowledgement answer = Ask(command);
        _board.Run(200);
        _board.FromRobot(new HelloRequest { TargetBoard = ControlledBoard.Number });
        _board.Run(5);

        Assert.Equal((CommandOutcome.Done, 20_000u), (answer.Outcome, answer.Detail));
        Assert.Equal(10, _board.Streams[0].Readings - before);
        Assert.Equal(20_000u, _board.AtRobot<StreamDescription>()[0].PeriodMicroseconds);
        Assert.True(_board.Core.IsConserved());
    }

    [Fact]
    public void SetRate_SensorHasOnlyANearOne_ThatOneIsInForceAndTold()
    {
        Command command = ControlledBoard.Command(1, CommandCode.SetRate, 4);
        command.PeriodMicroseconds = 12_345;
        _board.Actions.Result = new CommandResult(CommandOutcome.Done, 12_500);

        Assert.Equal(12_500u, Ask(command).Detail);
        Assert.Equal(12_500_000, _board.Streams[0].PeriodNanoseconds);
    }

    [Fact]
    public void SetRate_Refused_ChangesNothing()
    {
        _board.Actions.Result = new CommandResult(CommandOutcome.OutOfRange, 0);

        Assert.Equal(CommandOutcome.OutOfRange, Ask(ControlledBoard.Command(1, CommandCode.SetRate, 4)).Outcome);
        Assert.Equal(100_000_000, _board.Streams[0].PeriodNanoseconds);
    }

    [Fact]
    public void Commands_AFlood_TakeABoundedShareOfEachStep()
    {
        ControlledBoard board = new(linkCapacity: 1_000_000);
        board.Core.Start();
        board.Run(10);
        for (uint number = 1; number <= 5_000; number++)
        {
            board.FromRobot(ControlledBoard.Command(number, CommandCode.Tare, 4));
        }

        int mostPerStep = 0;
        for (int step = 0; board.Control.Executed < 5_000; step++)
        {
            Assert.True(step < 5_000, "the flood is not worked off");
            int before = board.Actions.Calls;
            board.Clock.Nanoseconds += Math.Max(1_000, board.Core.Step());
            mostPerStep = Math.Max(mostPerStep, board.Actions.Calls - before);
        }

        Assert.InRange(mostPerStep, 1, BoardControl.BytesPerStep / FrameLayout.MinFrameLength);
        Assert.Equal(0, board.Core.IsConserved() ? 0 : 1);
    }

    /// <summary>A robot that repeats until it is answered, over a link that loses a third of everything each way: each command is done once, in order.</summary>
    [Fact]
    public void Commands_OverALossyLink_AreEachDoneExactlyOnce()
    {
        Random random = new(4);
        long retries = 0;
        for (uint number = 1; number <= 2_000; number++)
        {
            Command command = ControlledBoard.Command(number, CommandCode.Identify);
            command.IdentifyMilliseconds = (ushort)number;
            Acknowledgement? answer = null;
            for (int attempt = 0; answer is null; attempt++)
            {
                retries += attempt > 0 ? 1 : 0;
                if (random.Next(3) > 0)
                {
                    _board.FromRobot(command);
                }

                _board.Run(3);
                answer = _board.AtRobot<Acknowledgement>().LastOrDefault(found => found.Number == number && random.Next(3) > 0);
            }

            Assert.Equal((int)number, _board.Actions.Calls);
            Assert.Equal($"identify {number}", _board.Actions.Last);
            Assert.Equal(CommandOutcome.Done, answer.Outcome);
        }

        Assert.True(retries > 1_000 && _board.Control.Repeated > 300, $"{retries} retries, {_board.Control.Repeated} repeated");
    }

    [Fact]
    public void Link_CarriesNoise_NothingIsDoneAndEveryPieceIsCounted()
    {
        Random random = new(5);
        byte[] noise = new byte[50_000];
        random.NextBytes(noise);
        Assert.Equal(LinkStatus.Ok, _board.RobotEnd.Send(noise, 0, noise.Length));
        Assert.Equal(LinkStatus.Ok, _board.RobotEnd.Send(new byte[1], 0, 1));

        _board.Run(1_000);

        Assert.Equal(0, _board.Actions.Calls);
        Assert.True(_board.Control.RejectionsOf(FrameStatus.BadCobs) > 10);
        Assert.Equal(CommandOutcome.Done, Ask(ControlledBoard.Command(1, CommandCode.Tare, 4)).Outcome);
    }

    [Fact]
    public void Step_WithRequestsInTheSteadyState_AllocatesNothing()
    {
        _board.Actions.Notes = false;
        TimeRequest time = new() { TargetBoard = ControlledBoard.Number };
        HelloRequest hello = new() { TargetBoard = ControlledBoard.Number };
        Command[] commands = [.. Enumerable.Range(1, 700).Select(number => ControlledBoard.Command((uint)number, CommandCode.Tare, 4))];
        byte[] sink = new byte[100_000];
        Turns(0, 200);
        _board.Sensor.StartedAt.EnsureCapacity(100);

        AllocationMeter meter = AllocationMeter.Start();
        Turns(200, 700);

        Assert.Equal(0, meter.Bytes);
        Assert.Equal(700, _board.Control.Executed);
        Assert.True(_board.Control.TimeRequests == 700 && _board.Control.IsConserved());

        void Turns(int first, int end)
        {
            for (int turn = first; turn < end; turn++)
            {
                _board.FromRobot(time);
                _board.FromRobot(commands[turn]);
                if (turn % 50 == 0)
                {
                    _board.FromRobot(hello);
                }

                _board.Run(3);
                _board.RobotEnd.Receive(sink, 0, sink.Length);
            }
        }
    }

    private Acknowledgement Ask(Command command)
    {
        _board.FromRobot(command);
        _board.Run(3);
        return Assert.Single(_board.AtRobot<Acknowledgement>());
    }
}
