using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Stages;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Perception.Stages;

/// <summary>A detector that is too slow for its camera leaves the images to a smaller one.</summary>
public sealed class DegradingDetectorTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Detector_LaterThanItsDeadline_LeavesImagesToTheSmallerOneUntilItIsCalm()
    {
        VirtualClock clock = new();
        HealthLog health = new(1, FrameFlags.None, new FrameTap(null), clock);
        DeadlineGuard guard = new("head/found", new DeadlineOptions(50 * Millisecond, MissPolicy.Degrade, 200 * Millisecond), new SafeState(health), health);
        SlowDetector large = new(clock) { TakesMilliseconds = 80 };
        SlowDetector small = new(clock) { TakesMilliseconds = 10 };
        StageRunner<Detection2DArray> first = RunnerOf("head/found", 1, large, clock);
        StageRunner<Detection2DArray> second = RunnerOf("head/found_fast", 2, small, clock);
        GuardedConsumer<CameraImage> images = new(guard, first.InputOf<CameraImage>(0), second.InputOf<CameraImage>(0), clock);
        CameraImage image = new(64 * 48) { Width = 64, Height = 48, Step = 64, Length = 64 * 48, Encoding = "mono8" };
        for (int number = 0; number < 4; number++)
        {
            clock.AdvanceTo((number + 1) * 100 * Millisecond);
            images.Take(new Sample<CameraImage>(image, new Stamp(clock.Nanoseconds, 0), new StreamId(0, 20), number, FrameFlags.None));
            large.TakesMilliseconds = 5;
        }

        // The first is late, the next two are the smaller one's, and after 200 ms of calm the large one searches again.
        Assert.Equal((2, 2), (large.Searched, small.Searched));
        Assert.Equal((2L, 2L), (first.Published, second.Published));
        Assert.Equal((1, 2), (guard.Missed, guard.TakenByAlternative));
    }

    private static StageRunner<Detection2DArray> RunnerOf(string name, byte stream, IImageDetector detector, IClock clock) =>
        new StageRunner<Detection2DArray>(name, new Detection2DArray(), 1000 * Millisecond, new StageOutlet(stream, 1, null, []), clock)
            .AddInput(new DetectStage(detector, new DetectOptions { Width = 64, Height = 48, Format = PixelFormat.Grey }));

    private sealed class SlowDetector(VirtualClock clock) : IImageDetector
    {
        public int TakesMilliseconds { get; set; }

        public int Searched { get; private set; }

        public ReadOnlySpan<byte> ModelDigest => new byte[32];

        public ExecutionProvider Provider => ExecutionProvider.Cpu;

        public bool TryDetect(in ImageView image, Span<byte> inputDigest, out ReadOnlySpan<Detection> found)
        {
            clock.Advance(TimeSpan.FromMilliseconds(TakesMilliseconds));
            Searched++;
            found = [];
            return true;
        }

        public void Dispose()
        {
        }
    }
}
