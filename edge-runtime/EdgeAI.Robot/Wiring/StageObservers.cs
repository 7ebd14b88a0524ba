using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Wiring;

/// <summary>Hands each answer of a stage to everyone who watches. Watchers are added before the graph is first stepped.</summary>
internal sealed class StageObservers : IStageObserver
{
    private IStageObserver[] _observers = [];

    /// <summary>Adds a watcher.</summary>
    public void Add(IStageObserver observer) => _observers = [.. _observers, observer];

    /// <inheritdoc/>
    public void Observe(in Sample<Message> output)
    {
        foreach (IStageObserver observer in _observers)
        {
            observer.Observe(in output);
        }
    }
}
