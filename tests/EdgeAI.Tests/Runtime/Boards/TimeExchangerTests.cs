using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Boards;

public sealed class TimeExchangerTests
{
    private const long Millisecond = 1_000_000;

    private readonly BoardTimeline _timeline = new(ClockLimits.Crystals);
    private readonly TimeExchanger _exchanger;

    public TimeExchangerTests()
    {
        _exchanger = new TimeExchanger(robotBoot: 5, _timeline);
        _timeline.Hear(1);
        _exchanger.Restart(0);
    }

    [Fact]
    public void Schedule_NewBoot_AsksEightTimesInASecondThenAboutOnceASecondAtUnevenIntervals()
    {
        List<long> asked = [];
        for (long now = 0; now < 60_000 * Millisecond; now += Millisecond)
        {
            if (_exchanger.IsDue(now))
            {
                asked.Add(now);
                Ask(now);
            }
        }

        Assert.Equal(8, asked.Count(static at => at < 1_000 * Millisecond));
        long[] intervals = [.. asked.Skip(8).Zip(asked.Skip(9), static (one, next) => (next - one) / Millisecond)];
        Assert.All(intervals, static interval => Assert.InRange(interval, 900, 1_101));
        Assert.True(intervals.Distinct().Count() > 20, "a steady interval can meet the same long read every time");
    }

    [Fact]
    public void Take_AnswerToAnOpenQuestion_TeachesTheTimelineOnce()
    {
        uint question = Ask(10);
        _exchanger.Take(Answer(question, 10), 1_000);
        _exchanger.Take(Answer(question, 10), 2_000);
        Assert.Equal((1, 1, 0), (_exchanger.Answered, _exchanger.Unmatched, _exchanger.Open));
        Assert.Equal(1, _timeline.Exchanges);
    }

    [Theory]
    [InlineData(6, 0, 10)]
    [InlineData(5, 1, 10)]
    [InlineData(5, 0, 11)]
    public void Take_AnotherRobotBootExchangeOrInstant_TeachesNothing(ushort robotBoot, uint further, long sent)
    {
        uint question = Ask(10);
        _exchanger.Take(Answer(question + further, sent, robotBoot), 1_000);
        Assert.Equal((0, 1, 1), (_timeline.Exchanges, _exchanger.Unmatched, _exchanger.Open));
    }

    [Fact]
    public void Take_AnswerToAQuestionFromBeforeTheReboot_TeachesNothing()
    {
        uint question = Ask(10);
        _timeline.Hear(2);
        _exchanger.Restart(500);
        _exchanger.Take(Answer(question, 10), 1_000);
        Assert.Equal((0, 1, 1), (_timeline.Exchanges, _exchanger.Unmatched, _exchanger.Abandoned));
    }

    [Fact]
    public void Take_AnswerOvertakenByALaterOne_IsClosedAndNotUsed()
    {
        uint first = Ask(10);
        uint second = Ask(20);
        _exchanger.Take(Answer(second, 20), 1_000);
        _exchanger.Take(Answer(first, 10), 1_001);
        Assert.Equal((1, 1, 0), (_exchanger.Answered, _exchanger.Refused, _exchanger.Open));
    }

    [Fact]
    public void IsDue_NoAnswer_TimesOutAndNeverHoldsMoreThanItsPlaces()
    {
        for (int question = 0; question < 20; question++)
        {
            Ask(question);
        }

        Assert.Equal((TimeExchanger.MaxOpen, 12), (_exchanger.Open, _exchanger.Abandoned));
        _exchanger.IsDue(20 + TimeExchanger.Timeout);
        Assert.Equal((0, TimeExchanger.MaxOpen), (_exchanger.Open, _exchanger.TimedOut));
    }

    [Fact]
    public void Sent_LinkHadNoRoom_LeavesNothingOpen()
    {
        _exchanger.Ask(3, 10);
        _exchanger.Sent(SendOutcome.LinkFull, 10);
        Assert.Equal((0, 1, 0), (_exchanger.Asked, _exchanger.NotSent, _exchanger.Open));
    }

    private static TimeResponse Answer(uint exchange, long sent, ushort robotBoot = 5) =>
        new() { RobotBoot = robotBoot, Exchange = exchange, RobotSent = sent, BoardReceived = 7_000, BoardSent = 7_100, Stamp = new Stamp(7_100, 10) };

    private uint Ask(long now)
    {
        uint number = _exchanger.Ask(3, now).Exchange;
        _exchanger.Sent(SendOutcome.Sent, now);
        return number;
    }
}
