namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// What other threads have for the edge node's: commands and the primary host's state. Thread-safe and bounded: commands are counted, and
/// of the states the latest ones stay.
/// </summary>
internal sealed class EdgeNodeInbox
{
    private const int MaximumHostStates = 16;

    private readonly Lock _gate = new();
    private readonly Queue<HostStateMessage> _hostStates = [];
    private int _rebirths;
    private long _refused;

    public void Add(NodeCommand command)
    {
        lock (_gate)
        {
            _rebirths += command.AsksForRebirth ? 1 : 0;
            _refused += command.Refused;
        }
    }

    public void Add(HostStateMessage message)
    {
        lock (_gate)
        {
            if (_hostStates.Count == MaximumHostStates)
            {
                _hostStates.Dequeue();
            }

            _hostStates.Enqueue(message);
        }
    }

    /// <summary>Hands over what came on the connection, which the session knows of.</summary>
    public void TakeFromBroker(EdgeNodeSession session)
    {
        lock (_gate)
        {
            for (; _rebirths > 0; _rebirths--)
            {
                session.AskForRebirth();
            }

            session.RefuseCommands(_refused);
            _refused = 0;
            while (_hostStates.TryDequeue(out HostStateMessage message))
            {
                session.HostSaid(message);
            }
        }
    }

    /// <summary>Forgets the host's states: they belong to a connection that ended.</summary>
    public void ForgetHostStates()
    {
        lock (_gate)
        {
            _hostStates.Clear();
        }
    }
}
