using EdgeAI.Device.Wire;

namespace EdgeAI.Perception.Sanity;

/// <summary>
/// Watches the channels of a sensor that never rests: one that tells the same for many readings while at least half of the others moved is stuck,
/// or dead. Where all rest, nothing is said: then the world may rest. Allocates nothing after construction; one thread at a time.
/// </summary>
public sealed class ChannelWatch
{
    /// <summary>For how many readings a channel must tell the same before it counts as stuck.</summary>
    public const int Patience = 200;

    private readonly float[] _last;
    private readonly int[] _unchanged;
    private bool _hasLast;

    /// <summary>Makes a watch that has seen nothing.</summary>
    /// <param name="channels">How many channels a reading has, 1 or more.</param>
    public ChannelWatch(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _last = new float[channels];
        _unchanged = new int[channels];
    }

    /// <summary>How many channels are stuck, after the latest reading.</summary>
    public int StuckCount { get; private set; }

    /// <summary>Takes one reading and says whether a part of the sensor is stuck.</summary>
    /// <param name="reading">A value per channel.</param>
    public FrameFlags Take(ReadOnlySpan<float> reading)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(reading.Length, _last.Length, nameof(reading));
        int resting = 0;
        for (int channel = 0; channel < _last.Length; channel++)
        {
            bool same = _hasLast && reading[channel] == _last[channel];
            _unchanged[channel] = same ? Math.Min(_unchanged[channel] + 1, Patience) : 0;
            resting += _unchanged[channel] == Patience ? 1 : 0;
            _last[channel] = reading[channel];
        }

        _hasLast = true;
        StuckCount = (_last.Length - resting) * 2 >= _last.Length ? resting : 0;
        return StuckCount > 0 ? FrameFlags.Stuck : FrameFlags.None;
    }
}
