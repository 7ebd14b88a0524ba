using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.LiveView;

/// <summary>
/// Where a live view hears one camera: the latest image waits, copied, and only while someone subscribed to it. Given on the camera's thread,
/// shown on the live view's.
/// </summary>
/// <typeparam name="T">The image.</typeparam>
/// <param name="stream">The camera.</param>
/// <param name="channel">Its images' channel.</param>
/// <param name="server">Knows who watches.</param>
/// <param name="newImage">Makes one image, as large as the camera's.</param>
/// <param name="show">Takes the images.</param>
/// <param name="clock">The robot's timeline.</param>
internal sealed class LiveImages<T>(StreamId stream, uint channel, LiveViewServer server, Func<T> newImage, ISampleConsumer<T> show, IClock clock)
    where T : Message
{
    private readonly StreamInlet<T> _inlet = new(stream, new InletOptions($"live view of {stream}", 1, DropPolicy.LatestOnly), newImage, [show], clock);

    /// <summary>The camera.</summary>
    public StreamId Stream => stream;

    /// <summary>Hears an image.</summary>
    public void Accept(in Sample<T> sample)
    {
        if (server.IsSubscribed(channel))
        {
            _inlet.Take(in sample);
        }
    }

    /// <summary>Shows the image that waits, if one does.</summary>
    public void Show() => _inlet.Drain();
}
