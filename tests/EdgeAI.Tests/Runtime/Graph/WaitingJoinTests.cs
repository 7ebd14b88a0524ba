using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Graph;

/// <summary>What waits in a join of a graph when nothing comes any more.</summary>
public sealed class WaitingJoinTests : ISampleConsumer<ForceStamped>
{
    private const long Patience = 5_000_000;

    private readonly VirtualClock _clock = new();
    private readonly ReproducibleJoin<ForceStamped> _join;
    private readonly RobotGraph _graph;
    private int _answers;

    public WaitingJoinTests()
    {
        ReproducibleInput<Temperature> beside = new("beside", required: false, Reproducible.Nearest<Temperature>(TimeWindow.Within(1_000_000)), new HistoryOptions(), static () => new Temperature(), _clock);
        _join = new ReproducibleJoin<ForceStamped>([beside], new JoinOptions { PatienceNanoseconds = Patience }, static () => new ForceStamped(), this, _clock);
        StageRunner<ForceStamped> runner = new StageRunner<ForceStamped>("joined", new ForceStamped(), 1_000_000_000, new StageOutlet(1, 1, null, []), _clock).AddInput(_join).AddInput(beside);
        _graph = new RobotGraph([], [], [runner]);
        runner.InputOf<ForceStamped>(0).Take(new Sample<ForceStamped>(new ForceStamped(), new Stamp(1_000_000, 1), new StreamId(1, 1), 0, FrameFlags.None));
    }

    void ISampleConsumer<ForceStamped>.Take(in Sample<ForceStamped> sample) => _answers++;

    [Fact]
    public void Step_AfterTheJoinsPatience_AnswersThoughNothingComes()
    {
        Assert.False(_graph.Step());
        _clock.AdvanceTo(Patience);

        Assert.True(_graph.Step());
        Assert.False(_graph.Step());
        Assert.Equal(1, _answers);
    }

    [Fact]
    public void Close_WithASampleThatWaits_AnswersItWithWhatThereIs()
    {
        Assert.Equal(1, _join.Ledger.Waiting);
        _graph.Close();

        Assert.Equal((0, 1, false), (_join.Ledger.Waiting, _answers, _join.WasDisturbed));
    }
}
