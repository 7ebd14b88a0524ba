using EdgeAI.Device.Board;
using EdgeAI.Flash.Commands;
using EdgeAI.Flash.Tools;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Flash.Boards;

/// <summary>Listens to a flashed board: its hello, its tares where they are asked for, its readings for a while, and what is to be said of all that.</summary>
/// <param name="board">The profile that it is to match.</param>
/// <param name="options">What was asked for.</param>
/// <param name="terminal">Where it is shown.</param>
internal sealed class UnitCheck(BoardProfile board, FlashOptions options, Terminal terminal)
{
    // A tare that the sensor only begins, from its next quiet readings, is kept by the board 5 s later (EdgeAI.Device, BoardActions).
    private static readonly TimeSpan TareKept = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(3);

    /// <summary>Checks one board.</summary>
    /// <param name="name">Whose output it is; empty where that is clear.</param>
    /// <param name="port">The port that it was flashed through.</param>
    /// <param name="dataPort">What the link is called.</param>
    /// <param name="link">The data link.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<UnitRecord> RunAsync(string name, string port, string dataPort, ILink link, CancellationToken stop)
    {
        string prefix = name.Length == 0 ? "" : name + ": ";
        BoardSession session = new(board, link, new MonotonicClock());
        terminal.Line($"{prefix}waiting for the hello on {dataPort}");
        if (await session.WaitForHelloAsync(options.HelloLimit, stop).ConfigureAwait(false) is not { } hello)
        {
            return Failed(port, NoHello(session, dataPort, link));
        }

        terminal.Line($"{prefix}hello of '{hello.BoardName}', board {board.Id}, serial number {hello.SerialNumber}, firmware {hello.FirmwareVersion}, profile {Short(hello.ProfileHash)}");
        List<string> problems = [.. HelloComparison.Compare(BoardExpectations.Of(board), hello).Select(static mismatch => mismatch.Line)];
        IReadOnlyList<TareReport> tares = options.Calibrate && problems.Count == 0 ? await TareAsync(prefix, session, stop).ConfigureAwait(false) : [];
        problems.AddRange(tares.Where(static tare => !tare.IsDone).Select(tare => $"stream {tare.Stream} ({tare.Name}): tare {tare.Outcome}: look at its faults below, mend the sensor, and flash the board again"));

        await session.SettleAsync(SettleLimit, stop).ConfigureAwait(false);
        TimeSpan watch = tares.Any(static tare => tare.Report.Outcome == Device.Messages.CommandOutcome.Started) && options.Watch < TareKept ? TareKept : options.Watch;
        TimeSpan passed = await session.WatchAsync(watch, shown => terminal.Progress(Live(name, session, shown)), stop).ConfigureAwait(false);
        terminal.Lines([$"{prefix}readings of {passed.TotalSeconds:F1} s", .. ReadingTable.Draw(session, passed).Select(static line => "  " + line)]);
        problems.AddRange(session.Streams.Where(stream => IsSilent(stream, passed)).Select(stream => Silent(stream, passed)));
        terminal.Lines([.. session.Troubles().Select(trouble => $"{prefix}the board says {trouble}")]);
        return new UnitRecord { Port = port, Board = board, Hello = hello, Tares = tares, Problems = problems, IsSimulated = options.Simulate };
    }

    /// <summary>A unit that got no further.</summary>
    public UnitRecord Failed(string port, string problem) => new() { Port = port, Board = board, Problems = problem.Split('\n'), IsSimulated = options.Simulate };

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash.Length == 0 ? "none" : hash;

    // Of several boards at once there is room for a line each, in turn.
    private static IReadOnlyList<string> Live(string name, BoardSession session, TimeSpan passed)
    {
        string counted = $"readings of {passed.TotalSeconds:F0} s: {session.Streams.Sum(static stream => stream.Readings)}";
        return name.Length > 0 ? [$"{name}: {counted}"] : [counted, .. ReadingTable.Draw(session, passed).Select(static line => "  " + line)];
    }

    // A stream that sends decisions alone may have none to send, and a slow one may have its next reading later.
    private static bool IsSilent(WatchedStream stream, TimeSpan passed) =>
        stream.Readings == 0 && stream.Sensor.Decision?.Sends != DecisionSends.DecisionsAlone && stream.Sensor.RateHz * passed.TotalSeconds >= 2;

    private static string Silent(WatchedStream stream, TimeSpan passed)
    {
        string why = stream.Faults > 0 ? $" ({stream.Counters.LatestFault})" : "";
        return $"stream {stream.Id.Stream} ({stream.Name}): no reading in {passed.TotalSeconds:F1} s{why}: check the sensor's wiring, supply and address";
    }

    private async Task<IReadOnlyList<TareReport>> TareAsync(string prefix, BoardSession session, CancellationToken stop)
    {
        terminal.Line($"{prefix}taking the zero of every sensor that has one: nothing may touch or load them");
        IReadOnlyList<TareReport> tares = await session.TareAsync(stop).ConfigureAwait(false);
        terminal.Lines([.. tares.Select(tare => $"{prefix}tare of stream {tare.Stream} ({tare.Name}): {tare.Outcome}")]);
        if (tares.Count == 0)
        {
            terminal.Line($"{prefix}no stream of this board has a zero to take");
        }

        return tares;
    }

    private string NoHello(BoardSession session, string dataPort, ILink link)
    {
        string seconds = $"{options.HelloLimit.TotalSeconds:F0} s";
        return session switch
        {
            { Frames: > 0 } when link is MqttLink => $"{dataPort}: no hello of board {board.Id} in {seconds}, though another board speaks there: give each board a topic of its own, or correct 'id' in the profile",
            { BytesReceived: 0 } when link is MqttLink { IsOpen: false } => $"{dataPort}: the broker gave no connection and subscription for {seconds}: start it, or name it as it is reached from here with --data-port mqtt:HOST:PORT/TOPIC",
            _ when link is MqttLink => $"{dataPort}: no hello of the board in {seconds}: check that its Wi-Fi settings are right (given anew without --keep-network) and that it reaches {board.Uplink?.Host}:{board.Uplink?.Port}, and press its RESET",
            { Frames: > 0 } => $"{dataPort}: no hello of board {board.Id} in {seconds}, though another board speaks there: connect this board's data link to it, or correct 'id' in the profile",
            { BytesReceived: > 0 } => $"{dataPort}: no hello in {seconds}; what comes in is no frame: is the baud rate there {board.Uplink?.Baud}, and is it the board's data link, not its nanoFramework port?",
            _ => $"{dataPort}: nothing came in for {seconds}: check that the board's data link (UART {board.Uplink?.Uart}) is wired there, transmit to receive and ground to ground, and press its RESET",
        };
    }
}
