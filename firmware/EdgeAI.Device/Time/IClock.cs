namespace EdgeAI.Device.Time;

/// <summary>A monotonic clock: never steps, never runs backwards, origin unspecified. Virtual in replay and simulation.</summary>
public interface IClock
{
    /// <summary>Nanoseconds since the clock's origin.</summary>
    long Nanoseconds { get; }
}
