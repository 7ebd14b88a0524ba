using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Boards;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Tests.Robot.Boards;

/// <summary>A simulated board's program, stepped by a test on its own thread instead of by a host.</summary>
internal sealed class SteppedBoard : IBoardPlatform
{
    private readonly BoardProfile _board;
    private readonly SimulatedHumanoid _world;
    private readonly ILink _end;
    private readonly BoardApplication _application;
    private readonly byte[] _frame = new byte[FrameLayout.MaxLinkLength];

    public SteppedBoard(BoardProfile board, SimulatedHumanoid world, IHostParts parts, ILink end, IClock clock)
    {
        _board = board;
        _world = world;
        _end = end;
        _application = new BoardApplication(HostedBoards.ImageOf(board), this, new MemoryStore(), parts, clock);
        _application.Start();
    }

    public string SerialNumber => $"SIM-{_board.Id}";

    public bool StartedByPowerOn => true;

    public ushort Chance => 0;

    public long FreeBytes => 0;

    public void Step()
    {
        _application.Step();
        int count;
        while ((count = _application.Queue.Take(_frame)) > 0)
        {
            if (_end.Send(_frame, 0, count) != LinkStatus.Ok)
            {
                throw new InvalidOperationException("the link has no room: the test steps the robot too seldom");
            }
        }
    }

    public IBoardBuses OpenBuses(BoardConfiguration configuration) => new SimulatedBuses(_world, _board.Name, configuration);

    public IByteSource OpenLink(LinkConfiguration link, SendQueue queue) => new Source(_end);

    public void SetLamp(int pin, bool lit)
    {
    }

    public void StartWatchdog(int milliseconds)
    {
    }

    public void FeedWatchdog()
    {
    }

    public void Restart() => throw new InvalidOperationException("nobody told the board to restart");

    private sealed class Source(ILink end) : IByteSource
    {
        public int Receive(byte[] buffer, int offset, int capacity) => end.Receive(buffer, offset, capacity);
    }
}
