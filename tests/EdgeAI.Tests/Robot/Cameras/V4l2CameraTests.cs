using System.Runtime.CompilerServices;
using EdgeAI.Robot.Buses;
using EdgeAI.Robot.Cameras;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Robot.Cameras;

public sealed class V4l2CameraTests : IDisposable
{
    private const string Node = "/dev/video7";
    private const long Origin = 5_000_000_000;
    private static readonly CameraShape Yuyv = new(8, 4, "yuv422_yuy2");

    private readonly FakeV4l2 _device = new();
    private readonly VirtualClock _clock = new();
    private readonly V4l2Camera _camera;
    private readonly byte[] _room = new byte[Yuyv.Length];

    public V4l2CameraTests()
    {
        _clock.AdvanceTo(20_000_000_000);
        _camera = Make(Yuyv, "YUYV");
    }

    public void Dispose()
    {
        _camera.Dispose();
        _device.Dispose();
    }

    // linux/videodev2.h in a process of 64 bits; a C program that prints sizeof and offsetof says the same.
    [Fact]
    public void Structures_HaveTheSizesOfTheKernel()
    {
        Assert.Equal((104, 208, 204), (Unsafe.SizeOf<V4l2Capability>(), Unsafe.SizeOf<V4l2Format>(), Unsafe.SizeOf<V4l2StreamParameters>()));
        Assert.Equal((20, 88), (Unsafe.SizeOf<V4l2BufferRequest>(), Unsafe.SizeOf<V4l2Buffer>()));
    }

    [Theory]
    [InlineData(V4l2Requests.QueryCapability, 2u, 104u, 0u)]
    [InlineData(V4l2Requests.SetFormat, 3u, 208u, 5u)]
    [InlineData(V4l2Requests.RequestBuffers, 3u, 20u, 8u)]
    [InlineData(V4l2Requests.QueryBuffer, 3u, 88u, 9u)]
    [InlineData(V4l2Requests.Queue, 3u, 88u, 15u)]
    [InlineData(V4l2Requests.Dequeue, 3u, 88u, 17u)]
    [InlineData(V4l2Requests.StreamOn, 1u, 4u, 18u)]
    [InlineData(V4l2Requests.StreamOff, 1u, 4u, 19u)]
    [InlineData(V4l2Requests.SetParameters, 3u, 204u, 22u)]
    public void Requests_AreDirectionSizeLetterAndNumber(uint request, uint direction, uint size, uint number) =>
        Assert.Equal((direction << 30) | (size << 16) | ((uint)'V' << 8) | number, request);

    [Fact]
    public void Open_OfAGoodDevice_AsksInTheKernelsOrderAndStops()
    {
        Assert.True(_camera.TryOpen(out string problem), problem);
        Assert.Equal(["capability", "format", "rate", "buffers", "query", "queue", "query", "queue", "query", "queue", "query", "queue", "on"], _device.Asked);
        Assert.Equal((8u, 4u, 0x5659_5559u, 4, true), (_device.LastFormat.Width, _device.LastFormat.Height, _device.LastFormat.PixelFormat, _device.Mapped, _device.IsStreaming));
        _camera.Close();
        Assert.Equal((0, false, false), (_device.Mapped, _device.IsStreaming, _device.IsOpen));
        Assert.True(_camera.TryOpen(out problem), problem);
    }

    [Fact]
    public void Image_WithAMonotonicStamp_IsStampedByTheDriver()
    {
        Open();
        byte[] image = [.. Enumerable.Range(0, Yuyv.Length).Select(static index => (byte)index)];
        _device.Fill(image, new V4l2Buffer { Flags = V4l2Requests.MonotonicTimestamp, Seconds = 24, Microseconds = 990_000, Sequence = 12 });
        Assert.Equal(CameraOutcome.Taken, _camera.TakeInto(_room, out CameraFrame frame));
        Assert.Equal(new CameraFrame(64, 19_990_000_000, 33_333_333, 12), frame);
        Assert.Equal(image, _room);
        Assert.Equal(4, _device.Queued);
    }

    [Fact]
    public void Image_StampedALittleAheadOfItself_IsNoneOfTheFuture()
    {
        Open();
        _device.Fill(new byte[64], new V4l2Buffer { Flags = V4l2Requests.MonotonicTimestamp, Seconds = 25, Microseconds = 3000 });
        Assert.Equal(CameraOutcome.Taken, _camera.TakeInto(_room, out CameraFrame frame));
        Assert.Equal((20_000_000_000, 33_333_333), (frame.Instant, frame.UncertaintyNanoseconds));
    }

    [Theory]
    [InlineData(0u, 24L)]
    [InlineData(V4l2Requests.MonotonicTimestamp, 26L)]
    [InlineData(V4l2Requests.MonotonicTimestamp, 3L)]
    public void Image_WithoutAStampThatCounts_IsStampedOnArrival(uint flags, long seconds)
    {
        Open();
        _device.Fill(new byte[64], new V4l2Buffer { Flags = flags, Seconds = seconds });
        Assert.Equal(CameraOutcome.Taken, _camera.TakeInto(_room, out CameraFrame frame));
        Assert.Equal((20_000_000_000, 66_666_666), (frame.Instant, frame.UncertaintyNanoseconds));
    }

    [Fact]
    public void Image_WithPaddedRows_ComesWithoutThePadding()
    {
        _device.Negotiates = static asked => asked with { BytesPerLine = 20, SizeImage = 80 };
        Open();
        byte[] image = [.. Enumerable.Range(0, 80).Select(static index => (byte)(index % 20 < 16 ? 1 + (index / 20) : 99))];
        _device.Fill(image, default);
        Assert.Equal(CameraOutcome.Taken, _camera.TakeInto(_room, out CameraFrame frame));
        Assert.Equal(64, frame.Length);
        Assert.Equal([.. Enumerable.Range(0, 64).Select(static index => (byte)(1 + (index / 16)))], _room);
    }

    [Fact]
    public void Nv12_WithPaddedRows_HasBothPlanes()
    {
        CameraShape shape = new(8, 4, "nv12");
        using V4l2Camera camera = Make(shape, "NV12");
        _device.Negotiates = static asked => asked with { BytesPerLine = 10, SizeImage = 60 };
        Assert.True(camera.TryOpen(out string problem), problem);
        byte[] room = new byte[shape.Length];
        _device.Fill([.. Enumerable.Range(0, 60).Select(static index => (byte)(index % 10 < 8 ? 1 + (index / 10) : 99))], default);
        Assert.Equal(CameraOutcome.Taken, camera.TakeInto(room, out CameraFrame frame));
        Assert.Equal(48, frame.Length);
        Assert.Equal([.. Enumerable.Range(0, 48).Select(static index => (byte)(1 + (index / 8)))], room);
    }

    [Fact]
    public void Mjpeg_OfAnyLength_IsTakenAsItIs()
    {
        using V4l2Camera camera = Make(new CameraShape(8, 4, CameraShape.Jpeg), "MJPG");
        Assert.True(camera.TryOpen(out string problem), problem);
        _device.Fill([0xFF, 0xD8, 0xFF], default);
        Assert.Equal(CameraOutcome.Taken, camera.TakeInto(_room, out CameraFrame frame));
        Assert.Equal((3, 0xD8), (frame.Length, _room[1]));
        _device.Fill(new byte[65], default);
        Assert.Equal(CameraOutcome.Damaged, camera.TakeInto(_room, out _));
    }

    [Theory]
    [InlineData(V4l2Requests.DamagedFlag, 64u)]
    [InlineData(0u, 40u)]
    [InlineData(0u, 5000u)]
    public void Image_ThatIsDamagedOrShort_IsCountedAndItsBufferGivenBack(uint flags, uint bytesUsed)
    {
        Open();
        _device.Fill(new byte[64], new V4l2Buffer { Flags = flags, BytesUsed = bytesUsed, Sequence = 3 });
        Assert.Equal(CameraOutcome.Damaged, _camera.TakeInto(_room, out CameraFrame frame));
        Assert.Equal((3, 4), (frame.Sequence, _device.Queued));
    }

    [Fact]
    public void Image_ThatIsNotThereYet_IsWaitedFor()
    {
        Open();
        Assert.Equal(CameraOutcome.Waiting, _camera.TakeInto(_room, out _));
        _device.Errors[V4l2Requests.Dequeue] = LinuxErrno.TryAgain;
        Assert.Equal(CameraOutcome.Waiting, _camera.TakeInto(_room, out _));
    }

    [Theory]
    [InlineData(V4l2Requests.Dequeue, LinuxErrno.NoDevice, CameraOutcome.Gone)]
    [InlineData(V4l2Requests.Dequeue, LinuxErrno.Invalid, CameraOutcome.Gone)]
    [InlineData(V4l2Requests.Dequeue, LinuxErrno.InputOutput, CameraOutcome.Damaged)]
    [InlineData(V4l2Requests.Queue, LinuxErrno.NoDevice, CameraOutcome.Gone)]
    public void Device_ThatFailsWhileItRuns_IsGoneOrDamaged(uint request, int error, CameraOutcome expected)
    {
        Open();
        _device.Fill(new byte[64], default);
        _device.Errors[request] = error;
        Assert.Equal(expected, _camera.TakeInto(_room, out _));
    }

    [Fact]
    public void Device_ThatCannotBeWaitedFor_IsGone()
    {
        Open();
        _device.WaitError = LinuxErrno.BadDescriptor;
        Assert.Equal(CameraOutcome.Gone, _camera.TakeInto(_room, out _));
    }

    [Fact]
    public void Buffer_ThatWasNeverGiven_IsNotTouched()
    {
        Open();
        _device.BuffersGiven = 2;
        Assert.True(_camera.TryOpen(out string problem), problem);
        Assert.Equal(2, _device.Mapped);
    }

    [Theory]
    [InlineData(LinuxErrno.NoEntry, "is not there: plug the camera in, or name the right node")]
    [InlineData(LinuxErrno.AccessDenied, "add the user to group video")]
    [InlineData(LinuxErrno.Busy, "is held by another program: end it")]
    [InlineData(LinuxErrno.NoDevice, "has no camera behind it")]
    [InlineData(77, "cannot be opened (errno 77)")]
    public void Open_OfABadNode_SaysWhatToDo(int error, string expected)
    {
        _device.OpenError = error;
        AssertRefused(expected);
    }

    [Theory]
    [InlineData(V4l2Requests.QueryCapability, LinuxErrno.NoTerminal, "is no camera: name a node such as /dev/video0")]
    [InlineData(V4l2Requests.QueryCapability, LinuxErrno.InputOutput, "did not say what it can do: the device does not answer")]
    [InlineData(V4l2Requests.SetFormat, LinuxErrno.Busy, "is held by another program")]
    [InlineData(V4l2Requests.SetFormat, LinuxErrno.Invalid, "did not set the images' format: it does not know how")]
    [InlineData(V4l2Requests.SetParameters, LinuxErrno.InputOutput, "did not set the images' rate")]
    [InlineData(V4l2Requests.RequestBuffers, LinuxErrno.NoMemory, "did not give buffers for images: too little memory")]
    [InlineData(V4l2Requests.QueryBuffer, LinuxErrno.Invalid, "did not map its buffers")]
    [InlineData(V4l2Requests.Queue, 5, "did not take its buffers: the device does not answer")]
    [InlineData(V4l2Requests.StreamOn, LinuxErrno.NoSpace, "did not start: its USB bus has no room for that many images")]
    [InlineData(V4l2Requests.StreamOn, LinuxErrno.BrokenPipe, "did not start: its sensor is not linked to it")]
    [InlineData(V4l2Requests.StreamOn, LinuxErrno.NoDevice, "was unplugged while it was opened")]
    public void Open_OfADeviceThatRefuses_SaysWhatAndWhatToDo(uint request, int error, string expected)
    {
        _device.Errors[request] = error;
        AssertRefused(expected);
    }

    [Theory]
    [InlineData(LinuxErrno.NoTerminal)]
    [InlineData(LinuxErrno.Invalid)]
    public void Open_OfADeviceWithoutARateToSet_TakesTheOneThatItHas(int error)
    {
        _device.Errors[V4l2Requests.SetParameters] = error;
        Open();
        _device.Fill(new byte[64], new V4l2Buffer { Flags = V4l2Requests.MonotonicTimestamp, Seconds = 24 });
        Assert.Equal(CameraOutcome.Taken, _camera.TakeInto(_room, out _));
    }

    [Fact]
    public void Open_OfADeviceThatGivesSomethingElse_NamesBoth()
    {
        _device.Negotiates = static asked => asked with { Width = 16, PixelFormat = V4l2Problems.CodeOf("MJPG") };
        AssertRefused("gives 16 x 4 MJPG, not the profile's 8 x 4 YUYV: write what it has");
        _device.Negotiates = static asked => asked;
        _device.Paces = static asked => asked with { Capability = V4l2Requests.CanSetRate, Numerator = 1, Denominator = 15 };
        AssertRefused("gives 15 images a second, not the profile's 30: write what it has");
    }

    [Fact]
    public void Open_OfANodeWithoutImages_NamesTheMend()
    {
        _device.Capability = new V4l2Capability { Capabilities = V4l2Requests.HasNodeCapabilities | V4l2Requests.CanCapture, NodeCapabilities = V4l2Requests.CanStream };
        AssertRefused("gives no images");
        _device.Capability = new V4l2Capability { Capabilities = V4l2Requests.CanCapture };
        AssertRefused("cannot stream images into buffers");
        _device.Capability = new V4l2Capability { Capabilities = V4l2Requests.CanCapture | V4l2Requests.CanStream };
        _device.MapError = LinuxErrno.NoMemory;
        AssertRefused("did not map its buffers: too little memory");
    }

    [Fact]
    public void Image_Taken_AllocatesNothing()
    {
        Open();
        byte[] image = new byte[64];
        _device.Asked.Capacity = 10_000;
        Assert.Equal(0, Allocation.Of(() =>
        {
            _device.Fill(image, new V4l2Buffer { Flags = V4l2Requests.MonotonicTimestamp, Seconds = 24 });
            _camera.TakeInto(_room, out _);
        }));
    }

    [Fact]
    public void RealNode_ThatIsNoCamera_IsRefusedByTheKernel()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        using V4l2Camera camera = new("/dev/null", Yuyv, "YUYV", 30, Origin, _clock, new V4l2Descriptor());
        Assert.False(camera.TryOpen(out string problem));
        Assert.StartsWith("/dev/null is no camera: ", problem, StringComparison.Ordinal);
        using V4l2Camera missing = new("/dev/video-none", Yuyv, "YUYV", 30, Origin, _clock, new V4l2Descriptor());
        Assert.False(missing.TryOpen(out problem));
        Assert.StartsWith("/dev/video-none is not there: ", problem, StringComparison.Ordinal);
    }

    private V4l2Camera Make(CameraShape shape, string format) => new(Node, shape, format, 30, Origin, _clock, _device);

    private void Open() => Assert.True(_camera.TryOpen(out string problem), problem);

    private void AssertRefused(string expected)
    {
        Assert.False(_camera.TryOpen(out string problem));
        Assert.StartsWith(Node, problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Equal((0, false), (_device.Mapped, _device.IsOpen));
    }
}
