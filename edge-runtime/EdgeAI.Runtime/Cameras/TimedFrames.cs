namespace EdgeAI.Runtime.Cameras;

/// <summary>Numbers the images of a camera that gives one each period, by time alone: who looks too late finds a hole, as with a real one.</summary>
/// <param name="rateHz">Images a second, above 0.</param>
internal sealed class TimedFrames(double rateHz)
{
    private readonly long _period = Math.Max(1, (long)(1e9 / rateHz));
    private long _start;
    private long _next;

    /// <summary>When the next image is due.</summary>
    public long NextInstant => _start + (_next * _period);

    /// <summary>The first image is due now.</summary>
    public void Begin(long now)
    {
        _start = now;
        _next = 0;
    }

    /// <summary>The number of the image that is due.</summary>
    /// <returns>False where it is too early for one.</returns>
    public bool TryGetDue(long now, out long number, out long instant)
    {
        number = Math.Max(_next, (now - _start) / _period);
        instant = _start + (number * _period);
        if (now < NextInstant)
        {
            return false;
        }

        _next = number + 1;
        return true;
    }
}
