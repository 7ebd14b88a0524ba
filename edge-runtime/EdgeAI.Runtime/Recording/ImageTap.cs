using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Recording;

/// <summary>Where a recorder and a live view hear cameras whose images may leave the process.</summary>
public sealed class ImageTap : IImageTap
{
    private volatile Recorder? _recorder;
    private volatile LiveViewFeed? _liveView;

    /// <summary>Who records; null for nobody. May be set on any thread.</summary>
    public Recorder? Recorder
    {
        get => _recorder;
        set => _recorder = value;
    }

    /// <summary>Who shows the robot; null for nobody. May be set on any thread.</summary>
    public LiveViewFeed? LiveView
    {
        get => _liveView;
        set => _liveView = value;
    }

    /// <inheritdoc/>
    public void Hear(in Sample<CameraImage> sample)
    {
        _recorder?.Accept(in sample);
        _liveView?.Accept(in sample);
    }

    /// <inheritdoc/>
    public void Hear(in Sample<CompressedImage> sample)
    {
        _recorder?.Accept(in sample);
        _liveView?.Accept(in sample);
    }
}
