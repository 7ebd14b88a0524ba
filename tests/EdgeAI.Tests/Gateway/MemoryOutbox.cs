using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Tests.Gateway;

/// <summary>An outbox in memory: what a robot keeps until its gateway has it.</summary>
internal sealed class MemoryOutbox : IOutbox
{
    private readonly object _gate = new();
    private readonly List<OutboundMessage> _messages = [];
    private int _next;

    public event Action? WorkAvailable;

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    public List<long> Acknowledged { get; } = [];

    public void Add(long id, string topic, byte[] payload)
    {
        lock (_gate)
        {
            _messages.Add(new OutboundMessage(id, topic, payload));
        }

        WorkAvailable?.Invoke();
    }

    public bool TryTake(out OutboundMessage message)
    {
        lock (_gate)
        {
            if (_next == _messages.Count)
            {
                message = default;
                return false;
            }

            message = _messages[_next++];
            return true;
        }
    }

    public void Acknowledge(long id)
    {
        lock (_gate)
        {
            int count = _messages.FindIndex(message => message.Id == id) + 1;
            _messages.RemoveRange(0, count);
            _next -= count;
            Acknowledged.Add(id);
        }
    }

    public void Rewind()
    {
        lock (_gate)
        {
            _next = 0;
        }
    }
}
