using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>What is counted about one stage, whatever it takes and answers, and how it is tied to its neighbours.</summary>
/// <param name="name">The stage's name in the profile.</param>
/// <param name="outlet">Where its answers go.</param>
public abstract class StageRunner(string name, StageOutlet outlet)
{
    private readonly List<object> _inputs = [];
    private readonly List<StageRunner> _next = [];

    /// <summary>The stage's name in the profile.</summary>
    public string Name { get; } = name;

    /// <summary>Where the stage's answers go.</summary>
    public StageOutlet Outlet { get; } = outlet;

    /// <summary>The stages that take this one's answers, in the order in which they get them.</summary>
    public IReadOnlyList<StageRunner> Next => _next;

    /// <summary>What keeps samples waiting before the stage; null where nothing does.</summary>
    internal IWaitingJoin? Waiting { get; private protected set; }

    /// <summary>Readings that the stage took.</summary>
    public long Taken { get; private protected set; }

    /// <summary>Answers that were published.</summary>
    public long Published { get; private protected set; }

    /// <summary>Answers that were withheld because their oldest input was older than allowed.</summary>
    public long TooOld { get; private protected set; }

    /// <summary>Readings that did not fit the stage.</summary>
    public long Unusable { get; private protected set; }

    /// <summary>From the answer's stamp to its publication.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>What takes the samples of one of the stage's inputs.</summary>
    /// <typeparam name="T">The message of that input.</typeparam>
    /// <param name="index">The input, counted from 0 in the order of the profile's <c>inputs</c>.</param>
    /// <exception cref="ArgumentException">There is no such input, or it takes another message.</exception>
    public ISampleConsumer<T> InputOf<T>(int index)
        where T : Message => index >= 0 && index < _inputs.Count && _inputs[index] is ISampleConsumer<T> input
            ? input
            : throw new ArgumentException($"the stage '{Name}' has no input {index} that takes {typeof(T).Name}", nameof(index));

    /// <summary>Hands this stage's answers to another stage, on the same thread. Before the graph is first stepped.</summary>
    /// <param name="next">The stage that takes them.</param>
    /// <param name="index">Which of its inputs.</param>
    /// <exception cref="ArgumentException">That input does not take what this stage answers, or the stages would feed each other in a circle.</exception>
    public void Feed(StageRunner next, int index)
    {
        Follow(next);
        Connect(next, index);
    }

    /// <summary>Hands this stage's answers to stages of another thread, over an edge. Before the graph is first stepped.</summary>
    /// <param name="takers">The stages that take them, each with which of its inputs.</param>
    /// <param name="options">What the edge is.</param>
    /// <param name="newMessage">Makes one message of the edge, of this stage's kind and as large.</param>
    /// <returns>The inlet, for the other thread to drain.</returns>
    /// <exception cref="ArgumentException">An input does not take what this stage answers, or the stages would feed each other in a circle.</exception>
    public StreamInlet FeedThread(IReadOnlyList<(StageRunner Next, int Index)> takers, InletOptions options, Func<Message> newMessage)
    {
        ArgumentNullException.ThrowIfNull(takers);
        foreach ((StageRunner next, _) in takers)
        {
            Follow(next);
        }

        return ConnectInlet(takers, options, newMessage);
    }

    /// <summary>Counts a reading that does not fit the stage. On the stage's thread.</summary>
    public void CountUnusable() => Unusable++;

    /// <summary>How many stages the answers come to, over however many others.</summary>
    internal int Reach => FollowersInto([]).Count;

    private protected abstract void Connect(StageRunner next, int index);

    private protected abstract StreamInlet ConnectInlet(IReadOnlyList<(StageRunner Next, int Index)> takers, InletOptions options, Func<Message> newMessage);

    private void Follow(StageRunner next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.Reaches(this))
        {
            throw new ArgumentException($"the stages '{Name}' and '{next.Name}' would feed each other in a circle", nameof(next));
        }

        _next.Add(next);
    }

    private HashSet<StageRunner> FollowersInto(HashSet<StageRunner> followers)
    {
        foreach (StageRunner next in _next.Where(followers.Add))
        {
            next.FollowersInto(followers);
        }

        return followers;
    }

    private protected void Keep(object input) => _inputs.Add(input);

    internal void CountTaken() => Taken++;

    private bool Reaches(StageRunner other) => this == other || _next.Exists(next => next.Reaches(other));
}
