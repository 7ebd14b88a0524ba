using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.Board;

public sealed class BoardControlTimeTests
{
    private const long Offset = 123_456_789_000;

    private readonly ControlledBoard _board = new();

    [Fact]
    public void TimeRequest_ForThisBoard_IsAnsweredWithBothReadingsOfItsClock()
    {
        _board.Core.Start();
        _board.Run(10);
        _board.AtRobot();
        _board.FromRobot(new TimeRequest { TargetBoard = ControlledBoard.Number, Exchange = 77, RobotSent = 1_234_567_890 });
        long now = _board.Clock.Nanoseconds;

        _board.Core.Step();

        TimeResponse answer = Assert.Single(_board.AtRobot<TimeResponse>());
        Assert.Equal((900, 77u, 1_234_567_890L), (answer.RobotBoot, answer.Exchange, answer.RobotSent));
        Assert.Equal((now, now), (answer.BoardReceived, answer.BoardSent));
        Assert.Equal(now, answer.Stamp.Nanoseconds);
        Assert.Equal(1, _board.Control.TimeRequests);
    }

    [Fact]
    public void TimeRequest_ForAnotherBoard_IsIgnored()
    {
        _board.Core.Start();
        _board.FromRobot(new TimeRequest { TargetBoard = 4 });
        _board.Run(10);

        Assert.Empty(_board.AtRobot<TimeResponse>());
        Assert.Equal((0, 1), (_board.Control.TimeRequests, _board.Control.Ignored));
    }

    /// <summary>Whatever the two ways take and whatever sensor is just being read: the true offset lies within half of what the round trip took.</summary>
    [Fact]
    public void TimeExchange_OverAJitteryLink_TrueOffsetIsAlwaysWithinTheBound()
    {
        Random random = new(6);
        _board.Sensor.ReadDuration = 4_000_000;
        _board.Core.Start();
        _board.Run(10);
        double widest = 0;
        for (uint exchange = 1; exchange <= 3_000; exchange++)
        {
            // The robot's clock is the board's less the offset.
            long t1 = _board.Clock.Nanoseconds + 1_000_000_000_000 - Offset;
            _board.Run(random.NextDouble() * (random.Next(10) == 0 ? 30 : 2));
            _board.FromRobot(new TimeRequest { TargetBoard = ControlledBoard.Number, Exchange = exchange, RobotSent = t1 });
            TimeResponse? answer = null;
            while (answer is null)
            {
                _board.Run(0.1 + (random.NextDouble() * 3));
                answer = _board.AtRobot<TimeResponse>().SingleOrDefault();
            }

            long t4 = _board.Clock.Nanoseconds + 1_000_000_000_000 - Offset;
            long roundTrip = t4 - answer.RobotSent - (answer.BoardSent - answer.BoardReceived);
            double estimated = ((answer.BoardReceived - answer.RobotSent) + (answer.BoardSent - t4)) / 2.0;
            Assert.True(roundTrip > 0);
            Assert.InRange(Math.Abs(estimated - (Offset - 1_000_000_000_000)), 0, (roundTrip / 2.0) + 1);
            widest = Math.Max(widest, Math.Abs(estimated - (Offset - 1_000_000_000_000)) / roundTrip);
        }

        // The bound is not a loose one: asymmetric ways come close to it.
        Assert.InRange(widest, 0.4, 0.5);
    }
}
