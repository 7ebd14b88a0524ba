using EdgeAI.Device.Time;
using EdgeAI.Robot.Buses;
using EdgeAI.Runtime.Cameras;

namespace EdgeAI.Robot.Cameras;

/// <summary>
/// A camera of Linux: images wait in buffers that the driver fills, and are copied out of them once, rows without padding. Each is stamped by the
/// driver where its clock is CLOCK_MONOTONIC. A process of 64 bits is needed, as everywhere in this program.
/// </summary>
/// <param name="path">The device node.</param>
/// <param name="shape">What is asked for; a device that gives something else is refused.</param>
/// <param name="fourCharacters">The pixel format's four characters, such as YUYV.</param>
/// <param name="rateHz">Images a second.</param>
/// <param name="monotonicOrigin">What CLOCK_MONOTONIC showed at the zero of the robot's timeline, nanoseconds.</param>
/// <param name="clock">The robot's timeline.</param>
/// <param name="device">The system calls.</param>
internal sealed class V4l2Camera(string path, CameraShape shape, string fourCharacters, double rateHz, long monotonicOrigin, IClock clock, IV4l2Device device) : ICamera
{
    private const uint Buffers = 4;
    private const uint FewestBuffers = 2;
    private const int LongestWait = 100;
    private const uint Progressive = 1;
    private const long OldestStamp = 10_000_000_000;

    private readonly long _period = (long)(1e9 / rateHz);
    private readonly List<(nint Address, uint Length)> _mapped = [];
    private uint _bytesPerLine;
    private bool _isOpen;

    /// <inheritdoc/>
    public CameraShape Shape => shape;

    /// <summary>0: the camera waits by itself.</summary>
    public long NextInstant => 0;

    /// <inheritdoc/>
    public bool TryOpen(out string problem)
    {
        Close();
        int error = device.Open(path);
        if (error != 0)
        {
            problem = V4l2Problems.OfOpening(path, error);
            return false;
        }

        _isOpen = true;
        problem = CheckCapabilities();
        problem = problem.Length > 0 ? problem : SetFormat();
        problem = problem.Length > 0 ? problem : SetRate();
        problem = problem.Length > 0 ? problem : MapBuffers();
        problem = problem.Length > 0 ? problem : StartStream();
        if (problem.Length > 0)
        {
            Close();
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public CameraOutcome TakeInto(Span<byte> room, out CameraFrame frame)
    {
        frame = default;
        int error = device.Wait(LongestWait, out bool isReady);
        if (error != 0)
        {
            return CameraOutcome.Gone;
        }

        if (!isReady)
        {
            return CameraOutcome.Waiting;
        }

        V4l2Buffer buffer = NewBuffer(0);
        error = device.Control(V4l2Requests.Dequeue, ref buffer);
        if (error != 0)
        {
            // EAGAIN: nothing there after all. EIO may pass, says VIDIOC_DQBUF's page, and an unplugged device goes on with it until its silence is noticed.
            frame = frame with { Sequence = -1 };
            return error switch
            {
                LinuxErrno.TryAgain => CameraOutcome.Waiting,
                LinuxErrno.InputOutput => CameraOutcome.Damaged,
                _ => CameraOutcome.Gone,
            };
        }

        if (buffer.Index >= _mapped.Count)
        {
            return CameraOutcome.Gone;
        }

        frame = FrameOf(in buffer);
        bool isSound = (buffer.Flags & V4l2Requests.DamagedFlag) == 0 && TryCopy(in buffer, room, ref frame);
        return device.Control(V4l2Requests.Queue, ref buffer) == 0 ? isSound ? CameraOutcome.Taken : CameraOutcome.Damaged : CameraOutcome.Gone;
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (!_isOpen)
        {
            return;
        }

        uint type = V4l2Requests.Capture;
        device.Control(V4l2Requests.StreamOff, ref type);
        foreach ((nint address, uint length) in _mapped)
        {
            device.Unmap(address, length);
        }

        _mapped.Clear();
        device.Close();
        _isOpen = false;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private static V4l2Buffer NewBuffer(uint index) => new() { Index = index, Type = V4l2Requests.Capture, Memory = V4l2Requests.MemoryMapped };

    private string CheckCapabilities()
    {
        V4l2Capability capability = default;
        int error = device.Control(V4l2Requests.QueryCapability, ref capability);
        if (error != 0)
        {
            return V4l2Problems.NoCamera(path, error);
        }

        uint can = (capability.Capabilities & V4l2Requests.HasNodeCapabilities) != 0 ? capability.NodeCapabilities : capability.Capabilities;
        return (can & V4l2Requests.CanCapture) == 0
            ? $"{path} gives no images (of a camera's several nodes mostly the first does): name another one; v4l2-ctl --list-devices shows them"
            : (can & V4l2Requests.CanStream) == 0 ? $"{path} cannot stream images into buffers: use another camera" : "";
    }

    private string SetFormat()
    {
        uint wanted = V4l2Problems.CodeOf(fourCharacters);
        V4l2Format format = new() { Type = V4l2Requests.Capture, Width = (uint)shape.Width, Height = (uint)shape.Height, PixelFormat = wanted, Field = Progressive };
        int error = device.Control(V4l2Requests.SetFormat, ref format);
        if (error != 0)
        {
            return V4l2Problems.OfRequest(path, "set the images' format", error);
        }

        if (format.PixelFormat != wanted || format.Width != shape.Width || format.Height != shape.Height)
        {
            return $"{path} gives {format.Width} x {format.Height} {V4l2Problems.TextOf(format.PixelFormat)}, not the profile's {shape.Width} x {shape.Height} {fourCharacters}: write what it has; v4l2-ctl -d {path} --list-formats-ext shows it";
        }

        _bytesPerLine = Math.Max(format.BytesPerLine, (uint)shape.Step);
        return "";
    }

    private string SetRate()
    {
        // In thousandths, so that 29.97 is what it is.
        V4l2StreamParameters parameters = new() { Type = V4l2Requests.Capture, Numerator = 1000, Denominator = (uint)Math.Round(rateHz * 1000) };
        int error = device.Control(V4l2Requests.SetParameters, ref parameters);
        if (error is LinuxErrno.NoTerminal or LinuxErrno.Invalid)
        {
            // A device whose rate cannot be set has the one that it has.
            return "";
        }

        if (error != 0)
        {
            return V4l2Problems.OfRequest(path, "set the images' rate", error);
        }

        double given = parameters.Numerator == 0 ? rateHz : (double)parameters.Denominator / parameters.Numerator;
        return (parameters.Capability & V4l2Requests.CanSetRate) != 0 && Math.Abs(given - rateHz) > rateHz / 20
            ? FormattableString.Invariant($"{path} gives {given:0.##} images a second, not the profile's {rateHz:0.##}: write what it has; v4l2-ctl -d {path} --list-formats-ext shows it")
            : "";
    }

    private string MapBuffers()
    {
        V4l2BufferRequest request = new() { Count = Buffers, Type = V4l2Requests.Capture, Memory = V4l2Requests.MemoryMapped };
        int error = device.Control(V4l2Requests.RequestBuffers, ref request);
        if (error != 0 || request.Count < FewestBuffers)
        {
            return V4l2Problems.OfRequest(path, "give buffers for images", error == 0 ? LinuxErrno.NoMemory : error);
        }

        for (uint index = 0; index < request.Count; index++)
        {
            V4l2Buffer buffer = NewBuffer(index);
            error = device.Control(V4l2Requests.QueryBuffer, ref buffer);
            nint address = 0;
            error = error != 0 ? error : device.Map(buffer.Offset, buffer.Length, out address);
            if (error != 0)
            {
                return V4l2Problems.OfRequest(path, "map its buffers", error);
            }

            _mapped.Add((address, buffer.Length));
            error = device.Control(V4l2Requests.Queue, ref buffer);
            if (error != 0)
            {
                return V4l2Problems.OfRequest(path, "take its buffers", error);
            }
        }

        return "";
    }

    private string StartStream()
    {
        uint type = V4l2Requests.Capture;
        int error = device.Control(V4l2Requests.StreamOn, ref type);
        return error == 0 ? "" : V4l2Problems.OfRequest(path, "start", error);
    }

    /// <summary>
    /// When the image was exposed. A driver stamps the start of exposure, or the frame's end, which is at most a period later; a stamp of another
    /// clock, or one that lies where none can, counts for nothing: then it is the arrival that is known, which may be a period and a buffer late.
    /// </summary>
    private CameraFrame FrameOf(in V4l2Buffer buffer)
    {
        long now = clock.Nanoseconds;
        long stamped = (buffer.Seconds * 1_000_000_000) + (buffer.Microseconds * 1000) - monotonicOrigin;
        bool isMonotonic = (buffer.Flags & V4l2Requests.TimestampMask) == V4l2Requests.MonotonicTimestamp;

        // Some drivers stamp by the period that they mean to keep, a few milliseconds ahead of the image.
        return isMonotonic && stamped - now < _period && now - stamped < OldestStamp
            ? new CameraFrame((int)buffer.BytesUsed, Math.Min(stamped, now), _period, buffer.Sequence)
            : new CameraFrame((int)buffer.BytesUsed, now, 2 * _period, buffer.Sequence);
    }

    private unsafe bool TryCopy(in V4l2Buffer buffer, Span<byte> room, ref CameraFrame frame)
    {
        (nint address, uint length) = _mapped[(int)buffer.Index];
        if (buffer.BytesUsed > length || buffer.BytesUsed == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> image = new((void*)address, (int)buffer.BytesUsed);
        if (shape.IsCompressed)
        {
            return image.TryCopyTo(room);
        }

        // The colour plane of nv12 has rows as long as the other's, half as many.
        int rows = shape.Length / shape.Step;
        int step = (int)_bytesPerLine;
        if (image.Length < ((rows - 1L) * step) + shape.Step)
        {
            return false;
        }

        if (step == shape.Step)
        {
            image[..shape.Length].CopyTo(room);
        }
        else
        {
            for (int row = 0; row < rows; row++)
            {
                image.Slice(row * step, shape.Step).CopyTo(room[(row * shape.Step)..]);
            }
        }

        frame = frame with { Length = shape.Length };
        return true;
    }
}
