using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Tests.Robot.Downlink;

public sealed class BoardCommandHandlerTests
{
    private const ushort Board = 1;
    private const ushort RobotBoot = 7;

    // Identify the board for 1000 ms (firmware/WIRE.md, "Command", from offset 8).
    private static readonly byte[] Identify = [0x01, 0xFF, 0xE8, 0x03];

    private readonly BoardCommander _commander = new(Board, RobotBoot);
    private readonly BoardCommandHandler _handler;

    public BoardCommandHandlerTests() => _handler = new BoardCommandHandler(new Dictionary<ushort, BoardCommander> { [Board] = _commander }, TimeProvider.System);

    [Theory]
    [InlineData(Board, new byte[] { 0x01, 0xFF, 0xE8, 0x03 }, CommandReason.None)]
    [InlineData(Board, new byte[] { 0x02, 0xFF }, CommandReason.None)]
    [InlineData(2, new byte[] { 0x01, 0xFF, 0xE8, 0x03 }, CommandReason.NoSuchBoard)]
    [InlineData(CommandReader.NoBoard, new byte[] { 0x02, 0xFF }, CommandReason.NoSuchBoard)]
    [InlineData(Board, new byte[] { 0x01, 0xFF, 0xE8 }, CommandReason.BadArguments)]
    [InlineData(Board, new byte[] { 0x01, 0xFF, 0, 0 }, CommandReason.BadArguments)]
    [InlineData(Board, new byte[] { 0x63, 0xFF }, CommandReason.BadArguments)]
    [InlineData(Board, new byte[] { 0x02, 0x01 }, CommandReason.BadArguments)]
    [InlineData(Board, new byte[0], CommandReason.BadArguments)]
    public void Command_Checked_IsTakenOrRefusedByName(int board, byte[] arguments, CommandReason expected) => Assert.Equal(expected, _handler.Check((ushort)board, arguments));

    [Fact]
    public void Command_LongerThanAFrame_IsRefused() => Assert.Equal(CommandReason.BadArguments, _handler.Check(Board, new byte[FrameLayout.MaxFrameLength]));

    [Theory]
    [InlineData(CommandOutcome.Done, CommandState.Done, CommandReason.None)]
    [InlineData(CommandOutcome.NotSupported, CommandState.Failed, CommandReason.BoardRefused)]
    public async Task Command_Answered_EndsAsTheBoardSays(CommandOutcome outcome, CommandState state, CommandReason reason)
    {
        _commander.Hear(3);
        Task<HandlerResult> running = _handler.RunAsync(Request(), TestContext.Current.CancellationToken);
        Command sent = _commander.Due(1)!;
        Assert.Equal((CommandCode.Identify, (ushort)1000, Board, (ushort)3), (sent.Code, sent.IdentifyMilliseconds, sent.TargetBoard, sent.TargetBoot));
        _commander.Sent(EdgeAI.Device.Board.SendOutcome.Sent, 1);
        _commander.Take(new Acknowledgement { RobotBoot = RobotBoot, Number = sent.Number, Code = sent.Code, Stream = sent.Stream, Outcome = outcome, Detail = 0x01020304 });

        HandlerResult result = await running;

        Assert.Equal((state, reason), (result.State, result.Reason));
        Assert.Equal([(byte)outcome, 4, 3, 2, 1], result.Detail);
    }

    [Fact]
    public async Task Command_NeverAnswered_IsUnknown()
    {
        _commander.Hear(3);
        Task<HandlerResult> running = _handler.RunAsync(Request(), TestContext.Current.CancellationToken);
        _ = _commander.Due(1);
        _commander.Sent(EdgeAI.Device.Board.SendOutcome.Sent, 1);
        _ = _commander.Due(2 + BoardCommander.GiveUpAfter);

        HandlerResult result = await running;

        Assert.Equal((CommandState.Unknown, CommandReason.BoardSilent), (result.State, result.Reason));
    }

    [Fact]
    public async Task Command_BoardNeverHeard_IsFailedAndNotSubmitted()
    {
        HandlerResult result = await _handler.RunAsync(Request(), TestContext.Current.CancellationToken);

        Assert.Equal((CommandState.Failed, CommandReason.BoardRefused), (result.State, result.Reason));
        Assert.Equal(0, _commander.Submitted);
    }

    private static CommandRequest Request() => new(CommandId.Draw(), Board, Identify, long.MaxValue);
}
