using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Tests.Runtime.Cameras;

public sealed class CameraFeedTests
{
    private static readonly CameraShape Grey = new(4, 2, "mono8");

    [Fact]
    public void Feed_OfImages_StampsAndNumbersThemAtTheSource()
    {
        using CameraBench bench = new(Grey);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Camera.Will(CameraOutcome.Taken, sequence: 5, instant: 1000, fill: 7);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 9, instant: 2000, fill: 8);
        bench.Play();
        Assert.Equal([(0, 5L, 1000L, 500L, FrameFlags.Simulated, (byte)7, "mono8"), (0, 9L, 2000L, 500L, FrameFlags.Simulated, (byte)8, "mono8")], bench.Taken);
        Assert.Equal((2, 3), (bench.Route.Counters.Received, bench.Route.Counters.Missing));
    }

    [Fact]
    public void Feed_OfSeveralThreads_GivesEachTheSameImage()
    {
        using CameraBench bench = new(Grey, inlets: 3);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Camera.Will(CameraOutcome.Taken, fill: 42);
        bench.Play();
        Assert.Equal([(0, 42), (1, 42), (2, 42)], bench.Taken.Select(static taken => (taken.Inlet, (int)taken.First)));
    }

    [Fact]
    public void Feed_WithASlowTaker_KeepsTheLatestAndCountsTheRest()
    {
        using CameraBench bench = new(Grey, policy: DropPolicy.LatestOnly);
        Assert.True(bench.Feed.TryOpen(out _));
        for (int index = 0; index < 5; index++)
        {
            bench.Camera.Will(CameraOutcome.Taken, sequence: index, fill: (byte)index);
            bench.Feed.Step();
        }

        bench.Drain();
        Assert.Equal(4, Assert.Single(bench.Taken).First);
        EdgeLedger ledger = bench.Inlets[0].Account.Ledger;
        Assert.Equal((5, 1, 4, true), (ledger.Produced, ledger.Delivered, ledger.Drops.Superseded, ledger.IsBalanced));
    }

    [Fact]
    public void Feed_OfADamagedImage_CountsItAndGoesOn()
    {
        using CameraBench bench = new(Grey);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Camera.Will(CameraOutcome.Taken, sequence: 0);
        bench.Camera.Will(CameraOutcome.Damaged, sequence: 1);
        bench.Camera.Will(CameraOutcome.Damaged, sequence: -1);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 2);
        bench.Play();
        Assert.Equal([0L, 2L], bench.Taken.Select(static taken => taken.Sequence));
        Assert.Equal((2, 0, 0), (bench.Route.Counters.Faults, bench.Route.Counters.Missing, bench.Route.Counters.OutOfOrder));
    }

    [Fact]
    public void Feed_OfADeviceThatVanishes_NamesItOpensItAgainAndNumbersOn()
    {
        using CameraBench bench = new(Grey);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Camera.Will(CameraOutcome.Taken, sequence: 0);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 1);
        bench.Camera.Will(CameraOutcome.Gone);
        bench.Camera.Openings.Enqueue("/dev/video0 is not there");
        bench.Play();
        Assert.Equal("is gone", bench.Feed.Problem);
        Assert.True(bench.Feed.Step() > TimeSpan.Zero);
        Assert.Equal("/dev/video0 is not there", bench.Feed.Problem);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 0);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 1);
        bench.Play();
        Assert.Equal([0L, 1L, 2L, 3L], bench.Taken.Select(static taken => taken.Sequence));
        Assert.Equal((2, "", 1, 0), (bench.Feed.Openings, bench.Feed.Problem, bench.Camera.Closed, bench.Route.Counters.Missing));
        Assert.Equal(["Warning camera 'head/camera' is gone", "Information camera 'head/camera' is back"], bench.Said());
    }

    [Fact]
    public void Feed_OfADeviceThatFallsSilent_ClosesItAfterTwoSeconds()
    {
        using CameraBench bench = new(Grey);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Feed.Step();
        Assert.True(bench.Camera.IsOpen);
        bench.Clock.Advance(TimeSpan.FromSeconds(2.1));
        bench.Feed.Step();
        Assert.False(bench.Camera.IsOpen);
        Assert.Equal("gave no image for 2 s", bench.Feed.Problem);
    }

    [Fact]
    public void Feed_OpenedAgainWithoutAnImage_SkipsNoNumbers()
    {
        using CameraBench bench = new(Grey);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Camera.Will(CameraOutcome.Taken, sequence: 0);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 1);
        bench.Camera.Will(CameraOutcome.Gone);
        bench.Camera.Will(CameraOutcome.Gone);
        bench.Camera.Will(CameraOutcome.Gone);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 0);
        bench.Play();
        Assert.Equal((4, 3), (bench.Feed.Openings, bench.Camera.Closed));
        Assert.Equal([0L, 1L, 2L], bench.Taken.Select(static taken => taken.Sequence));
    }

    [Fact]
    public void Feed_OfACameraThatPlayedToItsEnd_ClosesItForGood()
    {
        using CameraBench bench = new(Grey);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Camera.Will(CameraOutcome.Ended);
        bench.Play();
        bench.Feed.Step();
        Assert.Equal((false, "played to its end", 1), (bench.Camera.IsOpen, bench.Feed.Problem, bench.Feed.Openings));
        Assert.Empty(bench.Said());
    }

    [Fact]
    public void Feed_OfCompressedImages_HandsThemOnAndDecodesThem()
    {
        HearingTap tap = new();
        using CameraBench bench = new(new CameraShape(4, 2, CameraShape.Jpeg), decoder: new FillingDecoder(), tap: tap);
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Camera.Will(CameraOutcome.Taken, sequence: 0, fill: 3, length: 10);
        bench.Camera.Will(CameraOutcome.Taken, sequence: 1, fill: 0, length: 5);
        bench.Play();
        Assert.Equal((0L, (byte)3, "bgr8"), (bench.Taken[0].Sequence, bench.Taken[0].First, bench.Taken[0].Encoding));
        Assert.Single(bench.Taken);
        Assert.Equal(1, bench.Route.Counters.Rejected);
        Assert.Equal(["compressed 10", "raw 24", "compressed 5"], tap.Heard);
    }

    [Fact]
    public void Feed_InTheSteadyState_AllocatesNothing()
    {
        using CameraBench bench = new(Grey, inlets: 2, tap: new HearingTap { Notes = false }, camera: new TirelessCamera());
        bench.Notes = false;
        Assert.True(bench.Feed.TryOpen(out _));
        Assert.Equal(0, Allocation.Of(() =>
        {
            bench.Feed.Step();
            bench.Drain();
        }));
        Assert.True(bench.Route.Counters.Received > 500);
        Assert.Equal(0, bench.Feed.SteadyStateAllocatedBytes);
    }

    [Fact]
    public void Feed_OnItsThread_TakesImagesUntilItIsStopped()
    {
        using CameraBench bench = new(Grey, camera: new TirelessCamera());
        Assert.True(bench.Feed.TryOpen(out _));
        bench.Feed.Start();
        Assert.True(SpinWait.SpinUntil(() => bench.Inlets[0].Account.Ledger.Produced > 3, TimeSpan.FromSeconds(60)));
        Assert.True(bench.Feed.Stop());
        Assert.Null(bench.Feed.Failure);
    }

    private sealed class TirelessCamera : ICamera
    {
        private long _number;

        public CameraShape Shape => Grey;

        public long NextInstant => 0;

        public bool TryOpen(out string problem)
        {
            problem = "";
            return true;
        }

        public CameraOutcome TakeInto(Span<byte> room, out CameraFrame frame)
        {
            room.Fill((byte)_number);
            frame = new CameraFrame(room.Length, _number * 1000, 0, _number++);
            return CameraOutcome.Taken;
        }

        public void Close()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class FillingDecoder : IImageDecoder
    {
        public bool TryDecode(ReadOnlySpan<byte> compressed, CameraImage image)
        {
            image.Data.AsSpan(0, image.Length).Fill(compressed[0]);
            return compressed[0] != 0;
        }

        public void Dispose()
        {
        }
    }

    private sealed class HearingTap : IImageTap
    {
        public List<string> Heard { get; } = [];

        public bool Notes { get; init; } = true;

        public void Hear(in Sample<CameraImage> sample) => Note("raw", sample.Value.Length);

        public void Hear(in Sample<CompressedImage> sample) => Note("compressed", sample.Value.Length);

        private void Note(string what, int length)
        {
            if (Notes)
            {
                Heard.Add($"{what} {length}");
            }
        }
    }
}
