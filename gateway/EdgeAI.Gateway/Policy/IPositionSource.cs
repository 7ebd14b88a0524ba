namespace EdgeAI.Gateway.Policy;

/// <summary>Tells where a robot is. Thread-safe.</summary>
internal interface IPositionSource
{
    /// <summary>Gives the position; false where it is not known, or was told too long ago.</summary>
    bool TryGet(ReadOnlySpan<byte> robot, long utcNanoseconds, out GeoPosition position);
}
