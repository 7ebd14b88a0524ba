using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>An outbox of numbers that knows what its upstream accepted, and fails when it is told anything else.</summary>
internal sealed class OracleOutbox(Func<bool> mayRewind) : IOutbox
{
    private readonly List<int> _lengths = [];
    private readonly HashSet<long> _accepted = [];
    private long _next = 1;

    public event Action? WorkAvailable;

    public long Acknowledged { get; private set; }

    public long Count => _lengths.Count;

    public int Rewinds { get; private set; }

    public void Add(int length)
    {
        _lengths.Add(length);
        WorkAvailable?.Invoke();
    }

    /// <summary>The upstream took a message over, on the connection that stands.</summary>
    public void Accept(long id) => _accepted.Add(id);

    /// <summary>Another connection: what an earlier one accepted counts no more.</summary>
    public void Forget() => _accepted.Clear();

    public bool TryTake(out OutboundMessage message)
    {
        message = default;
        if (_next > _lengths.Count)
        {
            return false;
        }

        message = new OutboundMessage(_next, "t", new byte[_lengths[(int)_next - 1]]);
        _next++;
        return true;
    }

    public void Acknowledge(long id)
    {
        Assert.Equal(Acknowledged + 1, id);
        Assert.InRange(id, 1, _next - 1);
        Assert.Contains(id, _accepted);
        Acknowledged = id;
    }

    public void Rewind()
    {
        Assert.True(mayRewind(), "went back with messages on their way");
        Rewinds++;
        _next = Acknowledged + 1;
    }
}
