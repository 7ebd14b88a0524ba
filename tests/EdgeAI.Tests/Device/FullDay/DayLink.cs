using EdgeAI.Device.Application;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The wires from board to robot, as a serial line: bytes in their order, a frame may be on its way while the board dies.</summary>
internal sealed class DayLink(DayClock clock, DayRobot robot)
{
    private const long SlowNanosecondsPerByte = 10_000_000;

    private readonly byte[] _frame = new byte[FrameLayout.MaxLinkLength];
    private readonly FrameReceiver _afterDeath = new();
    private int _length;
    private int _position;
    private long _movedAt;

    public LinkState State { get; private set; }

    /// <summary>Since when it is open without a break.</summary>
    public long OpenSince { get; private set; }

    /// <summary>Frames of which the robot got a part before the board died.</summary>
    public long CutFrames { get; private set; }

    public SendQueue Queue { get; private set; } = new(1, QueuePolicyCode.DropNewest);

    public void Attach(SendQueue queue)
    {
        Queue = queue;
        queue.SetClosed(State == LinkState.Closed);
    }

    public void Become(LinkState state)
    {
        if (state == LinkState.Closed)
        {
            // A connection that is closed in order has given its last frame whole.
            robot.Receive(_frame, _position, _length);
            _position = _length;
        }
        else if (State == LinkState.Closed)
        {
            robot.Reconnect();
        }

        State = state;
        OpenSince = clock.Nanoseconds;
        _movedAt = clock.Nanoseconds;
        Queue.SetClosed(state == LinkState.Closed);
    }

    public void Move(DayRun run)
    {
        long bytes = long.MaxValue;
        if (State is LinkState.Stalled or LinkState.Closed)
        {
            return;
        }

        if (State == LinkState.Slow)
        {
            bytes = (clock.Nanoseconds - _movedAt) / SlowNanosecondsPerByte;
            _movedAt += bytes * SlowNanosecondsPerByte;
        }

        while (bytes > 0 && (_position < _length || Next(run)))
        {
            int end = (int)Math.Min(_length, _position + Math.Min(bytes, _length));
            bytes -= end - _position;
            robot.Receive(_frame, _position, end);
            _position = end;
        }
    }

    /// <summary>The board is gone: what was on its way and what waited is lost, and counted by stream.</summary>
    public void Die(DayRun run)
    {
        if (_position < _length)
        {
            CutFrames += _position > 0 ? 1 : 0;
            Count(run);
        }

        while (Next(run))
        {
            Count(run);
        }

        _length = 0;
        _position = 0;
    }

    private bool Next(DayRun run)
    {
        _length = Queue.Take(_frame);
        _position = 0;
        run.Delimiters += _length == 1 ? 1 : 0;
        return _length > 0;
    }

    private void Count(DayRun run)
    {
        int position = 0;
        if (_afterDeath.TryReceive(_frame, ref position, _length))
        {
            run.LostAtEnd[DayRun.PlaceOf(_afterDeath.Header.Stream)]++;
        }
    }
}
