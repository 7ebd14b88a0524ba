using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Wiring;

/// <summary>Hands each decision to everyone who watches. Watchers are added before the graph is first stepped.</summary>
internal sealed class DecisionObservers : IDecisionObserver
{
    private IDecisionObserver[] _observers = [];

    /// <summary>Adds a watcher.</summary>
    public void Add(IDecisionObserver observer) => _observers = [.. _observers, observer];

    /// <inheritdoc/>
    public void Observe(StreamId stream, Decision decision)
    {
        foreach (IDecisionObserver observer in _observers)
        {
            observer.Observe(stream, decision);
        }
    }
}
