using EdgeAI.Device.Application;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>A simulated board's memory that survives its restarts and ends with its host. Not thread safe.</summary>
public sealed class MemoryStore : IBoardStore
{
    private readonly Dictionary<int, byte[]> _places = [];

    /// <inheritdoc/>
    public int Load(int place, byte[] buffer)
    {
        if (!_places.TryGetValue(place, out byte[]? held))
        {
            return 0;
        }

        held.AsSpan(0, Math.Min(held.Length, buffer.Length)).CopyTo(buffer);
        return held.Length;
    }

    /// <inheritdoc/>
    public bool Save(int place, byte[] buffer, int count)
    {
        _places[place] = buffer.AsSpan(0, count).ToArray();
        return true;
    }
}
