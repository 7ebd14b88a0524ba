using EdgeAI.Device.Time;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Recording;

/// <summary>Where a recorder hears a robot: each frame goes to it, if there is one, and on.</summary>
/// <param name="next">Where frames go on to; null where only a recorder hears them.</param>
public sealed class FrameTap(IFrameSink? next) : IFrameSink
{
    private volatile Recorder? _recorder;

    /// <summary>Who records; null for nobody. May be set on any thread.</summary>
    public Recorder? Recorder
    {
        get => _recorder;
        set => _recorder = value;
    }

    /// <inheritdoc/>
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        _recorder?.Accept(stream, in stamp, frame);
        next?.Accept(stream, in stamp, frame);
    }
}
