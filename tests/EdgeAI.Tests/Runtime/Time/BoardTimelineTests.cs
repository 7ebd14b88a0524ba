using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Time;

public sealed class BoardTimelineTests
{
    private const long Second = 1_000_000_000;
    private const long Ahead = 123 * Second;

    private readonly BoardTimeline _timeline = new(ClockLimits.Crystals);

    [Fact]
    public void ToRobot_BeforeTheFirstExchange_ClaimsNoBound()
    {
        _timeline.Hear(1);
        Stamp mapped = _timeline.ToRobot(1, new Stamp(5 * Second, 1_000), 77);
        Assert.Equal((77, long.MaxValue), (mapped.Nanoseconds, mapped.UncertaintyNanoseconds));
        Assert.False(_timeline.IsKnown);
    }

    [Fact]
    public void ToRobot_AtAnExchange_IsTheMiddleOfTheRoundTripWithHalfOfItAsBound()
    {
        Observe(at: 10 * Second, there: 300_000, held: 50_000, back: 700_000);
        Stamp mapped = _timeline.ToRobot(1, new Stamp((10 * Second) + 350_000 + Ahead, 2_000), 0);

        // Asymmetric ways move the middle by half of their difference, and the bound covers it.
        Assert.InRange(mapped.Nanoseconds - ((10 * Second) + 350_000), 199_000, 201_000);
        Assert.InRange(mapped.UncertaintyNanoseconds, 502_000, 502_100);
        Assert.Equal(1_000_000, _timeline.RoundTrip);
    }

    [Fact]
    public void TryObserve_AFastAnswerAfterSlowOnes_ServesTheSlowOnesThatFollow()
    {
        Observe(Second, 5_000_000, 0, 5_000_000);
        Observe(2 * Second, 50_000, 0, 50_000);
        Observe(3 * Second, 9_000_000, 0, 1_000_000);

        // Half the fast round trip, and a second of the widest drift on either side.
        Assert.InRange(_timeline.Bound, 50_000, 50_000 + 210_000);
    }

    [Fact]
    public void TryObserve_AMinuteOfExchanges_LearnsTheDriftAndBoundsIt()
    {
        const long DriftPpb = -87_000;
        for (long at = Second; at <= 60 * Second; at += Second)
        {
            long board = at + Ahead + ClockGain(at, DriftPpb);
            _timeline.Hear(1);
            Assert.True(_timeline.TryObserve(new ClockExchange(at, board, board, at + 100_000, 0)));
        }

        // The robot's clock gains what the board's loses.
        Assert.InRange(Math.Abs(_timeline.DriftPpb + DriftPpb), 0, _timeline.DriftBoundPpb);
        Assert.InRange(_timeline.DriftBoundPpb, 1, 20_000);
        Stamp later = _timeline.ToRobot(1, new Stamp((61 * Second) + Ahead + ClockGain(61 * Second, DriftPpb), 0), 0);
        Assert.InRange(Math.Abs(later.Nanoseconds - (61 * Second)), 0, later.UncertaintyNanoseconds);
        Assert.InRange(later.UncertaintyNanoseconds, 1, 70_000);
    }

    [Fact]
    public void ToRobot_BetweenTwoExchanges_IsBoundedByBoth()
    {
        Observe(Second, 10_000, 0, 10_000);
        Observe(101 * Second, 10_000, 0, 10_000);
        long Bound(long at) => _timeline.ToRobot(1, new Stamp(at + Ahead, 0), 0).UncertaintyNanoseconds;

        // Forwards alone a reading 90 s after the first would have 90 s of drift, 18 ms; the second exchange is 10 s away.
        Assert.InRange(Bound(91 * Second), 1, 10_000 + (10 * 206_000));
        Assert.InRange(Bound(11 * Second), 1, 10_000 + (10 * 206_000));
        Assert.InRange(Bound(0), 1, 10_000 + (10 * 206_000));
    }

    [Fact]
    public void Hear_AnotherBoot_ForgetsTheClock()
    {
        Observe(Second, 10_000, 0, 10_000);
        _timeline.Hear(2);
        Assert.Equal(long.MaxValue, _timeline.ToRobot(2, new Stamp(0, 0), 5).UncertaintyNanoseconds);
        Assert.Equal(long.MaxValue, _timeline.ToRobot(1, new Stamp(Second + Ahead, 0), 5).UncertaintyNanoseconds);
        Assert.Equal(1, _timeline.Reboots);
    }

    [Fact]
    public void ToRobot_UnknownUncertainty_StaysUnknown()
    {
        Observe(Second, 10_000, 0, 10_000);
        Assert.Equal(long.MaxValue, _timeline.ToRobot(1, new Stamp(Second + Ahead, FrameTime.UnknownNanoseconds), 5).UncertaintyNanoseconds);
    }

    [Theory]
    [InlineData(100, 50, 0, "answered before it was asked")]
    [InlineData(100, 900, FrameTime.UnknownNanoseconds, "a board that does not know its own clock")]
    public void TryObserve_WhatCannotBe_IsRefused(long sent, long received, long uncertainty, string why)
    {
        _timeline.Hear(1);
        Assert.False(_timeline.TryObserve(new ClockExchange(sent, 7, 7, received, uncertainty)), why);
        Assert.Equal((1, false), (_timeline.Refused, _timeline.IsKnown));
    }

    [Fact]
    public void TryObserve_ClockSteps_ClaimsNoBoundUntilFourExchangesAgree()
    {
        Observe(Second, 10_000, 0, 10_000);
        for (int step = 0; step < 4; step++)
        {
            Assert.Equal(step == 0, _timeline.IsKnown);
            Observe((2 + step) * Second, 10_000, 0, 10_000, Ahead + 5_000_000);
        }

        Assert.True(_timeline.IsKnown);
        Assert.Equal(1, _timeline.Contradictions);
        Stamp mapped = _timeline.ToRobot(1, new Stamp((6 * Second) + Ahead + 5_000_000, 0), 0);
        Assert.InRange(Math.Abs(mapped.Nanoseconds - (6 * Second)), 0, mapped.UncertaintyNanoseconds);
    }

    [Fact]
    public void TryObserve_ClockThatKeepsBreakingItsLimits_IsSeldomTrusted()
    {
        // An RC oscillator, 1 % off: no crystal.
        int trusted = 0;
        for (long at = Second; at <= 600 * Second; at += Second)
        {
            Observe(at, 50_000, 0, 50_000, Ahead + (at / 100));
            trusted += _timeline.IsKnown ? 1 : 0;
        }

        Assert.InRange(trusted, 0, 10);
    }

    [Fact]
    public void TryObserve_ClockRunsBackWithinABoot_StartsAgainAndDoesNotThrow()
    {
        Observe(Second, 10_000, 0, 10_000);
        Observe(2 * Second, 10_000, 0, 10_000, -Second);
        Assert.Equal(1, _timeline.Contradictions);
    }

    [Fact]
    public void TryObserveAndToRobot_InTheSteadyState_AllocateNothing()
    {
        void Run(long from, long to)
        {
            for (long at = from; at < to; at++)
            {
                Observe(at * Second, 20_000 + (at % 7 * 1_000), 500, 30_000);
                for (int reading = 0; reading < 100; reading++)
                {
                    _timeline.ToRobot(1, new Stamp((at * Second) + Ahead - (reading * 50_000_000L), 500), at * Second);
                }
            }
        }

        Run(1, 200);
        AllocationMeter meter = AllocationMeter.Start();
        Run(200, 1_000);
        Assert.Equal(0, meter.Bytes);
    }

    private static long ClockGain(long duration, long ppb) => duration / 1_000_000 * ppb / 1_000;

    // The board's clock is ahead by a constant: no drift.
    private void Observe(long at, long there, long held, long back, long ahead = Ahead)
    {
        _timeline.Hear(1);
        if (!_timeline.TryObserve(new ClockExchange(at, at + there + ahead, at + there + held + ahead, at + there + held + back, 0)))
        {
            throw new InvalidOperationException("the exchange was refused");
        }
    }
}
