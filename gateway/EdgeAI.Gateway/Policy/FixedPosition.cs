namespace EdgeAI.Gateway.Policy;

/// <summary>A gateway that stands, with its robots, where its profile says; without a place there, it never knows.</summary>
internal sealed class FixedPosition(GeoPosition? place) : IPositionSource
{
    public bool TryGet(ReadOnlySpan<byte> robot, long utcNanoseconds, out GeoPosition position)
    {
        position = place ?? default;
        return place is not null;
    }
}
