using EdgeAI.Gateway.Spool;

namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A store that holds every publish until the test says how it ended.</summary>
internal sealed class HeldStore
{
    private readonly List<(StoreRequest Request, byte[] Payload, string Robot)> _requests = [];

    /// <summary>Ends each publish at once with this, where it is set.</summary>
    public StoreStatus? AtOnce { get; set; }

    /// <summary>Keeps nothing of what it was given.</summary>
    public bool Forgets { get; set; }

    public int Count
    {
        get
        {
            lock (_requests)
            {
                return _requests.Count;
            }
        }
    }

    public void Add(StoreRequest request)
    {
        lock (_requests)
        {
            if (!Forgets)
            {
                _requests.Add((request, request.Payload.ToArray(), request.Robot));
            }
        }

        if (AtOnce is { } status)
        {
            request.Complete(status);
        }
    }

    public byte[] PayloadOf(int index)
    {
        lock (_requests)
        {
            return _requests[index].Payload;
        }
    }

    public string RobotOf(int index)
    {
        lock (_requests)
        {
            return _requests[index].Robot;
        }
    }

    /// <summary>What the spool's writer notes refused batches in.</summary>
    public RefusedBatches OrderOf(int index)
    {
        lock (_requests)
        {
            return _requests[index].Request.Order!;
        }
    }

    public void Complete(int index, StoreStatus status = StoreStatus.Stored)
    {
        StoreRequest request;
        lock (_requests)
        {
            request = _requests[index].Request;
        }

        request.Complete(status);
    }
}
