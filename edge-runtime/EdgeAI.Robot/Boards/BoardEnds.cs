using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Commands;
using EdgeAI.Runtime.Links;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Robot.Boards;

/// <summary>The robot's end of each board's link, and what a hosted board sits on at the other.</summary>
internal sealed class BoardEnds : IDisposable
{
    private readonly Dictionary<int, ILink> _robot = [];
    private readonly Dictionary<int, MemoryLink> _memory = [];
    private readonly Dictionary<int, IHostLine> _lines = [];

    private BoardEnds()
    {
    }

    /// <summary>The robot's ends, by board number.</summary>
    public IReadOnlyDictionary<int, ILink> Robot => _robot;

    /// <summary>Links through memory for every board: what a replay fills.</summary>
    public static BoardEnds InMemory(Profile profile)
    {
        BoardEnds ends = new();
        foreach (BoardProfile board in profile.Boards)
        {
            ends.AddMemory(board);
        }

        return ends;
    }

    /// <summary>Opens every board's link as the profile says.</summary>
    /// <exception cref="CannotRunException">A link cannot be opened.</exception>
    public static BoardEnds Open(Profile profile, IClock clock)
    {
        BoardEnds ends = new();
        try
        {
            foreach (BoardProfile board in profile.Boards)
            {
                ends.Open(board, clock);
            }

            return ends;
        }
        catch
        {
            ends.Dispose();
            throw;
        }
    }

    /// <summary>The board's end of a link through memory; null where the link is another.</summary>
    public ILink? MemoryOf(int board) => _memory.GetValueOrDefault(board)?.BoardEnd;

    /// <summary>The line that a hosted simulated board sits on; null where the link is another.</summary>
    public IHostLine? LineOf(int board) => _lines.GetValueOrDefault(board);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable end in _robot.Values.OfType<IDisposable>().Concat(_lines.Values))
        {
            end.Dispose();
        }
    }

    private void Open(BoardProfile board, IClock clock)
    {
        LinkProfile link = board.Link;
        switch (link.Kind)
        {
            case LinkKind.InProcess:
                AddMemory(board);
                break;
            case LinkKind.Serial:
                AddSerial(board, link.Path!, link.Baud!.Value, clock);
                break;
            case LinkKind.Tcp:
                _robot.Add(board.Id, new TcpLink(link.Host!, link.Port!.Value, clock));
                break;
            case LinkKind.Mqtt:
                _robot.Add(board.Id, new MqttLink(link.Host!, link.Port!.Value, link.Topic!, clock));
                break;
            case LinkKind.SimulatedSerial when OperatingSystem.IsLinux():
                SerialHostLine line = new();
                _lines.Add(board.Id, line);
                AddSerial(board, line.Name, PseudoTerminalBaud, clock);
                break;
            case LinkKind.SimulatedSerial:
                // Where there are no pseudo-terminals the same bytes go through a socket.
                TcpHostLine socket = new(0);
                _lines.Add(board.Id, socket);
                _robot.Add(board.Id, new TcpLink("127.0.0.1", socket.Port, clock));
                break;
            default:
                throw new InvalidOperationException($"the link kind '{link.Kind}' is known to profiles and not to the robot");
        }
    }

    private void AddMemory(BoardProfile board)
    {
        MemoryLink memory = new(board.Link.CapacityBytes);
        _memory.Add(board.Id, memory);
        _robot.Add(board.Id, memory);
    }

    private void AddSerial(BoardProfile board, string path, int baud, IClock clock) => _robot.Add(
        board.Id,
        SerialLink.TryOpen(path, baud, clock, out SerialLink? opened, out string problem) ? opened : throw new CannotRunException($"board '{board.Name}': {problem}"));

    // Of no meaning on a pseudo-terminal, but one that a line has.
    private const int PseudoTerminalBaud = 921600;
}
