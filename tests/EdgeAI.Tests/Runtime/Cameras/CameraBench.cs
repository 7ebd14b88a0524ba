using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Cameras;

/// <summary>A scripted camera with its feed, and takers that note what they got.</summary>
internal sealed class CameraBench : IDisposable
{
    public static readonly StreamId Id = new(0, 20);

    public CameraBench(CameraShape shape, int inlets = 1, DropPolicy policy = DropPolicy.DropOldest, IImageDecoder? decoder = null, IImageTap? tap = null, ICamera? camera = null)
    {
        Camera = new ScriptedCamera(shape);
        Inlets = [.. Enumerable.Range(0, inlets).Select(index => new StreamInlet<CameraImage>(
            Id, new InletOptions($"camera {index}", policy == DropPolicy.LatestOnly ? 1 : 4, policy), () => shape.Raw.NewImage("cam_optical"), [new Noting(this, index)], Clock))];
        Route = new CameraRoute(Id, "head/camera", shape, "cam_optical", Inlets, decoder, tap);
        Health = new HealthLog(1, FrameFlags.None, new FrameTap(null), Clock);
        Feed = new CameraFeed(camera ?? Camera, Route, FrameFlags.Simulated, Health, Clock);
    }

    public VirtualClock Clock { get; } = new();

    public ScriptedCamera Camera { get; }

    public StreamInlet<CameraImage>[] Inlets { get; }

    public CameraRoute Route { get; }

    public HealthLog Health { get; }

    public CameraFeed Feed { get; }

    public List<(int Inlet, long Sequence, long Instant, long Uncertainty, FrameFlags Flags, byte First, string Encoding)> Taken { get; } = [];

    public bool Notes { get; set; } = true;

    public void Drain() => Array.ForEach(Inlets, static inlet => inlet.Drain());

    /// <summary>Steps the feed while the script lasts.</summary>
    public void Play()
    {
        while (Camera.Script.Count > 0)
        {
            Feed.Step();
            Drain();
        }
    }

    /// <summary>What the robot said of its cameras.</summary>
    public IEnumerable<string> Said()
    {
        while (Health.Log.TryBeginRead(out BoardLogEntry entry))
        {
            string text = $"{entry.Record.Level} {entry.Record.Text}";
            Health.Log.EndRead();
            yield return text;
        }
    }

    public void Dispose()
    {
        Feed.Dispose();
        Route.Dispose();
    }

    private sealed class Noting(CameraBench bench, int inlet) : ISampleConsumer<CameraImage>
    {
        public void Take(in Sample<CameraImage> sample)
        {
            if (bench.Notes)
            {
                bench.Taken.Add((inlet, sample.Sequence, sample.Stamp.Nanoseconds, sample.Stamp.UncertaintyNanoseconds, sample.Flags, sample.Value.Data[0], sample.Value.Encoding));
            }
        }
    }
}
