using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class DeliveryWindowTests
{
    private static readonly DeliveryLimits Limits = new()
    {
        Width = 4,
        Patience = TimeSpan.FromSeconds(30),
        InitialRest = TimeSpan.FromSeconds(1),
        MaximumRest = TimeSpan.FromSeconds(8),
        Seed = 1,
    };

    private readonly OracleOutbox _outbox = new(static () => true);

    [Fact]
    public void Window_AnyInterleaving_KeepsItsPromisesAndDeliversAll()
    {
        long resent = 0;
        long refused = 0;
        for (int seed = 0; seed < 6000; seed++)
        {
            try
            {
                DeliveryWorld world = new(seed);
                world.Explore(80);
                world.Heal();
                resent += world.Resent;
                refused += world.Refused;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
            }
        }

        // The world is rough enough to show something.
        Assert.True(resent > 10_000 && refused > 3000, $"{resent} resent, {refused} refused");
    }

    [Fact]
    public void TryTake_WindowFull_WaitsForAnAnswer()
    {
        DeliveryWindow window = Opened(6);
        long[] sent = [Take(window), Take(window), Take(window), Take(window)];
        Assert.Equal(TakeResult.Nothing, window.TryTake(0, default, out _));
        Accept(window, sent[0], 1);
        Assert.Equal(1, _outbox.Acknowledged);
        Assert.Equal(TakeResult.Taken, window.TryTake(0, default, out Delivery fifth));
        Assert.Equal(5, fifth.Message.Id);
    }

    [Fact]
    public void Answered_OutOfOrder_IsToldInOrder()
    {
        DeliveryWindow window = Opened(3);
        long[] sent = [Take(window), Take(window), Take(window)];
        Accept(window, sent[2], 3);
        Accept(window, sent[1], 2);
        Assert.Equal(0, _outbox.Acknowledged);
        Accept(window, sent[0], 1);
        Assert.Equal(3, _outbox.Acknowledged);
    }

    [Fact]
    public void Answered_Refusal_GoesBackAfterARestAndProbesWithOne()
    {
        DeliveryWindow window = Opened(4);
        long[] sent = [Take(window), Take(window), Take(window)];
        Accept(window, sent[0], 1);
        window.Answered(sent[1], DeliveryOutcome.Refused, default);
        Assert.Equal(TakeResult.Nothing, window.TryTake(0, TimeSpan.FromSeconds(10), out _));
        Accept(window, sent[2], 3);
        Assert.Equal(1, _outbox.Acknowledged);

        TimeSpan rested = window.NextDue;
        Assert.Equal(TakeResult.Nothing, window.TryTake(0, rested - TimeSpan.FromTicks(1), out _));
        Assert.Equal(TakeResult.Taken, window.TryTake(0, rested, out Delivery again));
        Assert.Equal(2, again.Message.Id);
        Assert.True(again.Repeated);
        Assert.Equal(TakeResult.Nothing, window.TryTake(0, rested, out _));
        Accept(window, again.Number, 2);
        Assert.Equal(TakeResult.Taken, window.TryTake(0, rested, out _));
        Assert.Equal(TakeResult.Taken, window.TryTake(0, rested, out _));
    }

    [Fact]
    public void Answered_LateAnswerOfALostConnection_MovesNothing()
    {
        DeliveryWindow window = Opened(2);
        long first = Take(window);
        window.Lose();
        window.Open(0, 0);
        window.Answered(first, DeliveryOutcome.Accepted, default);
        Assert.Equal(1, window.StrayAnswers);
        Assert.Equal(0, _outbox.Acknowledged);
        Assert.Equal(TakeResult.Taken, window.TryTake(0, default, out Delivery again));
        Assert.Equal(1, again.Message.Id);
    }

    [Fact]
    public void Tick_ClockGoesBack_IsNotSilence()
    {
        DeliveryWindow window = Opened(1);
        Assert.Equal(TakeResult.Taken, window.TryTake(0, TimeSpan.FromHours(1), out _));
        Assert.True(window.Tick(TimeSpan.Zero));
        Assert.False(window.Tick(TimeSpan.FromHours(1) + Limits.Patience));
    }

    [Fact]
    public void Tick_AnswersKeepComing_IsPatientFromTheLastOneOn()
    {
        DeliveryWindow window = Opened(4);
        long[] sent = [Take(window), Take(window), Take(window), Take(window)];
        _outbox.Accept(1);
        window.Answered(sent[0], DeliveryOutcome.Accepted, TimeSpan.FromSeconds(20));
        Assert.True(window.Tick(TimeSpan.FromSeconds(49)));
        Assert.Equal(TimeSpan.FromSeconds(50), window.NextDue);

        // The upstream has long had the second one when it answers the fourth: that is no progress of the second.
        window.Answered(sent[3], DeliveryOutcome.Accepted, TimeSpan.FromSeconds(40));
        Assert.False(window.Tick(TimeSpan.FromSeconds(50)));
    }

    private DeliveryWindow Opened(int messages)
    {
        for (int index = 0; index < messages; index++)
        {
            _outbox.Add(10);
        }

        DeliveryWindow window = new([_outbox], Limits);
        window.Open(0, 0);
        return window;
    }

    private static long Take(DeliveryWindow window)
    {
        Assert.Equal(TakeResult.Taken, window.TryTake(0, default, out Delivery delivery));
        return delivery.Number;
    }

    private void Accept(DeliveryWindow window, long number, long id)
    {
        _outbox.Accept(id);
        window.Answered(number, DeliveryOutcome.Accepted, default);
    }
}
