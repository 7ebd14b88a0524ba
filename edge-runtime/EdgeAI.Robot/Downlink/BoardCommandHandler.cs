using System.Buffers.Binary;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Records;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Robot.Downlink;

/// <summary>
/// Has a board do a command of the wire (firmware/WIRE.md, "Commands"). Submitted once for each id: what is repeated on the link has the
/// same number, which the board does once. Its reports are taken by this handler alone.
/// </summary>
/// <param name="boards">The conversation's commander of each board.</param>
/// <param name="time">The clock of the pauses.</param>
internal sealed class BoardCommandHandler(IReadOnlyDictionary<ushort, BoardCommander> boards, TimeProvider time) : ICommandHandler
{
    // The address of a wire Command, which the commander fills in.
    private const int AddressLength = 8;

    // Where a frame's header has its type (firmware/WIRE.md, "Header").
    private const int TypeOffset = 1;
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public string Name => "board.command";

    /// <inheritdoc/>
    public bool IsRepeatable => false;

    /// <inheritdoc/>
    public bool IsLong => false;

    /// <inheritdoc/>
    public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments)
        => !boards.ContainsKey(board) ? CommandReason.NoSuchBoard
            : TryRead(arguments, out _) ? CommandReason.None : CommandReason.BadArguments;

    /// <inheritdoc/>
    public async Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
    {
        BoardCommander commander = boards[request.Board];
        _ = TryRead(request.Arguments, out Command command);
        while (commander.TryTakeReport(out _))
        {
            // Of a command whose handler was given up.
        }

        SubmitStatus status = commander.TrySubmit(command, out uint number);
        if (status != SubmitStatus.Ok)
        {
            return HandlerResult.Failed(CommandReason.BoardRefused, $"not submitted: {status}");
        }

        CommandReport report;
        while (!commander.TryTakeReport(out report) || report.Number != number)
        {
            // The commander gives up by itself after 10 s, a reset after 60 s.
            await Task.Delay(PollPeriod, time, stop).ConfigureAwait(false);
        }

        if (report.End == CommandEnd.GivenUp)
        {
            return new HandlerResult(CommandState.Unknown, CommandReason.BoardSilent, []);
        }

        byte[] detail = new byte[5];
        detail[0] = (byte)report.Outcome;
        BinaryPrimitives.WriteUInt32LittleEndian(detail.AsSpan(1), report.Detail);
        return report.IsDone ? new HandlerResult(CommandState.Done, CommandReason.None, detail) : new HandlerResult(CommandState.Failed, CommandReason.BoardRefused, detail);
    }

    /// <summary>Reads the wire's form of a command from its code on, by the wire's own decoder.</summary>
    private static bool TryRead(ReadOnlySpan<byte> arguments, out Command command)
    {
        command = new Command();
        if (arguments.Length > FrameLayout.MaxFrameLength - FrameLayout.MinFrameLength - AddressLength)
        {
            return false;
        }

        byte[] frame = new byte[FrameLayout.MinFrameLength + AddressLength + arguments.Length];
        frame[TypeOffset] = (byte)MessageType.Command;
        arguments.CopyTo(frame.AsSpan(FrameLayout.HeaderLength + AddressLength));
        return PayloadDecoder.Decode(frame, 0, frame.Length, command) == FrameStatus.Ok;
    }
}
