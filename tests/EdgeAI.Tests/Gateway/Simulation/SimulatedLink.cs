using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// A connection over which one side publishes and the other answers, both in order as TCP keeps it. When it is lost, what was under way
/// on it is gone; a few answers of it may still turn up later, on the next connection.
/// </summary>
internal sealed class SimulatedLink
{
    private readonly Queue<(long Number, byte[] Payload)> _published = new();
    private readonly Queue<(long Number, DeliveryOutcome Outcome)> _answers = new();
    private readonly List<(long Number, DeliveryOutcome Outcome)> _stale = [];

    public bool IsOpen { get; private set; }

    public bool HasPublished => _published.Count > 0;

    public bool HasAnswers => _answers.Count > 0;

    public bool HasStale => _stale.Count > 0;

    public void Open() => IsOpen = true;

    public void Lose()
    {
        IsOpen = false;
        _stale.AddRange(_answers);
        _published.Clear();
        _answers.Clear();
    }

    public void Publish(in Delivery delivery) => _published.Enqueue((delivery.Number, delivery.Message.Payload.ToArray()));

    public (long Number, byte[] Payload) Receive() => _published.Dequeue();

    public void Answer(long number, DeliveryOutcome outcome) => _answers.Enqueue((number, outcome));

    /// <summary>The next answer; it stays to come again where it is repeated.</summary>
    public (long Number, DeliveryOutcome Outcome) TakeAnswer(bool repeated)
    {
        (long, DeliveryOutcome) answer = _answers.Dequeue();
        if (repeated)
        {
            _stale.Add(answer);
        }

        return answer;
    }

    /// <summary>An answer that nobody waits for any more.</summary>
    public (long Number, DeliveryOutcome Outcome) TakeStale()
    {
        (long, DeliveryOutcome) answer = _stale[^1];
        _stale.RemoveAt(_stale.Count - 1);
        return answer;
    }
}
