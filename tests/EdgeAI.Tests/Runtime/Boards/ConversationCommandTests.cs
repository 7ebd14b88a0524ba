using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Tests.Runtime.Boards;

public sealed class ConversationCommandTests
{
    [Theory]
    [InlineData(0.0, 0.0, 1)]
    [InlineData(0.3, 0.0, 2)]
    [InlineData(0.3, 0.1, 3)]
    [InlineData(0.6, 0.1, 4)]
    [InlineData(0.85, 0.0, 5)]
    public void Commands_OverALossyLink_AreEachDoneOnceOrReportedAsGivenUp(double loss, double damage, int seed)
    {
        ConversationBench bench = new(new LinkWeather { Loss = loss, Damage = damage, Tail = loss > 0 ? 20_000_000 : 0, Stalls = loss > 0 ? 0.01 : 0 }, seed);
        bench.Run(3);
        Dictionary<uint, int> submitted = [];
        List<CommandReport> reports = [];
        for (int argument = 1; argument <= 200; argument++)
        {
            uint number;
            while (bench.Conversation.Commander.TrySubmit(Identify(argument), out number) != SubmitStatus.Ok)
            {
                bench.Run(0.05);
                Collect(bench, reports);
            }

            submitted.Add(number, argument);
        }

        while (reports.Count < submitted.Count)
        {
            bench.Run(0.05);
            Collect(bench, reports);
        }

        // In the order of submission, none left out, none told twice.
        Assert.Equal(submitted.Keys, reports.Select(static report => report.Number));
        foreach (CommandReport report in reports)
        {
            int done = bench.Actions.Identified[submitted[report.Number]];
            if (report.End == CommandEnd.Acknowledged)
            {
                Assert.True(report.IsDone && done == 1, $"command {report.Number}: {report.Outcome}, done {done} times");
            }
            else
            {
                Assert.InRange(done, 0, 1);
            }
        }

        BoardCommander commander = bench.Conversation.Commander;
        Assert.Equal(200, commander.Acknowledged + commander.GivenUp);
        Assert.Equal(loss > 0, commander.Repetitions > 0);
        if (loss is 0 or > 0.8)
        {
            Assert.Equal(loss > 0, commander.GivenUp > 0);
        }

        Assert.Equal(0, bench.Control.Refused);
    }

    [Fact]
    public void Command_NoAnswer_IsGivenUpAfterTheNamedTime()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 6);
        bench.Run(1);
        bench.Link.IsCut = true;
        Assert.Equal(SubmitStatus.Ok, bench.Conversation.Commander.TrySubmit(Identify(5), out uint number));
        bench.Run((BoardCommander.GiveUpAfter / 1e9) - 0.1);
        Assert.False(bench.Conversation.Commander.TryTakeReport(out _));
        bench.Run(0.2);
        Assert.True(bench.Conversation.Commander.TryTakeReport(out CommandReport report));
        Assert.Equal((number, CommandEnd.GivenUp, false), (report.Number, report.End, report.IsDone));
        Assert.InRange(report.Attempts, 5, 12);
    }

    [Fact]
    public void Reset_AcknowledgementLost_IsProvedByTheOtherBoot()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 7);
        bench.Run(1);
        Assert.Equal(SubmitStatus.Ok, bench.Conversation.Commander.TrySubmit(new Command { Code = CommandCode.Reset, Stream = BoardAddress.HousekeepingStream }, out _));
        while (bench.Actions.Resets == 0)
        {
            // Down to the board, and nothing back.
            bench.Link.IsCut = false;
            bench.Graph.Step();
            bench.Link.IsCut = true;
            bench.Run(0.002);
        }

        bench.Reboot(8, uptime: 0);
        bench.Link.IsCut = false;
        bench.Run(3);
        Assert.True(bench.Conversation.Commander.TryTakeReport(out CommandReport report));
        Assert.Equal((CommandOutcome.OtherBoot, true), (report.Outcome, report.IsDone));
        Assert.Equal(8u, report.Detail);
        Assert.Equal(1, bench.Actions.Resets);
    }

    [Fact]
    public void Command_ForABootThatIsOver_IsNotDoneByTheNext()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 8);
        bench.Run(1);
        bench.Link.IsCut = true;
        bench.Conversation.Commander.TrySubmit(Identify(9), out _);
        bench.Run(0.5);
        bench.Reboot(8, uptime: 0);
        bench.Link.IsCut = false;
        bench.Run(3);
        Assert.True(bench.Conversation.Commander.TryTakeReport(out CommandReport report));
        Assert.Equal((CommandOutcome.OtherBoot, false), (report.Outcome, report.IsDone));
        Assert.Equal(0, bench.Actions.Identified[9]);
    }

    [Fact]
    public void SetRate_OfAStream_IsInForceAndTold()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 9);
        bench.Run(1);
        Command command = new() { Code = CommandCode.SetRate, Stream = 4, PeriodMicroseconds = 50_000 };
        Assert.Equal(SubmitStatus.Ok, bench.Conversation.Commander.TrySubmit(command, out _));
        bench.Run(0.5);
        Assert.True(bench.Conversation.Commander.TryTakeReport(out CommandReport report));
        Assert.Equal((CommandOutcome.Done, 50_000u), (report.Outcome, report.Detail));
        long received = bench.Route.Counters.Received;
        bench.Run(10);
        Assert.InRange(bench.Route.Counters.Received - received, 195, 205);
    }

    [Fact]
    public void TrySubmit_WhatCannotBeSent_SaysWhy()
    {
        ConversationBench bench = new(LinkWeather.Still, seed: 10);
        BoardCommander commander = bench.Conversation.Commander;
        Assert.Equal(SubmitStatus.NotHeard, commander.TrySubmit(Identify(1), out _));
        bench.Run(1);
        Assert.Equal(SubmitStatus.NotSound, commander.TrySubmit(new Command { Code = CommandCode.Identify, Stream = 4 }, out _));
        for (int command = 0; command < BoardCommander.Capacity; command++)
        {
            Assert.Equal(SubmitStatus.Ok, commander.TrySubmit(Identify(1), out _));
        }

        Assert.Equal(SubmitStatus.Full, commander.TrySubmit(Identify(1), out _));
        bench.Run(3);
        Assert.Equal(SubmitStatus.Full, commander.TrySubmit(Identify(1), out _));
        Assert.True(commander.TryTakeReport(out _));
        Assert.Equal(SubmitStatus.Ok, commander.TrySubmit(Identify(1), out _));
    }

    [Fact]
    public void TrySubmit_LargerThanTheBoardTakes_IsRefused()
    {
        // A small board's hello, on the link of one that has been heard.
        ConversationBench bench = new(LinkWeather.Still, seed: 11);
        bench.Run(1);
        new FrameSender(ConversationBench.Number, bench.BoardBoot, FrameFlags.None, bench.Link.BoardEnd)
            .Send(BoardAddress.HousekeepingStream, bench.Control.Produced, new Hello { HelloNumber = 50, ReceiveLimit = 200 });
        bench.Run(0.1);
        BoardCommander commander = bench.Conversation.Commander;
        Command piece = new() { Code = CommandCode.UpdateConfiguration, Stream = BoardAddress.HousekeepingStream, ConfigurationTotal = 1_000, ConfigurationCount = 500 };
        Assert.Equal(SubmitStatus.TooLarge, commander.TrySubmit(piece, out _));
        piece.ConfigurationCount = 100;
        Assert.Equal(SubmitStatus.Ok, commander.TrySubmit(piece, out _));
    }

    private static Command Identify(int milliseconds) =>
        new() { Code = CommandCode.Identify, Stream = BoardAddress.HousekeepingStream, IdentifyMilliseconds = (ushort)milliseconds };

    private static void Collect(ConversationBench bench, List<CommandReport> reports)
    {
        while (bench.Conversation.Commander.TryTakeReport(out CommandReport report))
        {
            reports.Add(report);
        }
    }
}
