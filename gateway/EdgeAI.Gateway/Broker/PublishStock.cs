namespace EdgeAI.Gateway.Broker;

/// <summary>The publishes that are not in use, of all connections together. Thread-safe.</summary>
/// <param name="maximumCount">How many are kept; as many as are on their way at once, and as many whose answers wait for a socket.</param>
/// <param name="maximumBytes">What their buffers may hold while any of it is free.</param>
internal sealed class PublishStock(int maximumCount, long maximumBytes)
{
    private readonly Lock _gate = new();
    private readonly Stack<DevicePublish> _free = new();

    /// <summary>Where long payloads lie.</summary>
    public PublishBuffers Buffers { get; } = new(maximumBytes);

    public DevicePublish Take()
    {
        lock (_gate)
        {
            if (_free.TryPop(out DevicePublish? publish))
            {
                return publish;
            }
        }

        return new DevicePublish(Buffers);
    }

    /// <summary>Takes those back that were answered, and empties the list.</summary>
    public void Give(List<DevicePublish> answered)
    {
        lock (_gate)
        {
            for (int index = 0; index < answered.Count && _free.Count < maximumCount; index++)
            {
                _free.Push(answered[index]);
            }
        }

        answered.Clear();
    }
}
