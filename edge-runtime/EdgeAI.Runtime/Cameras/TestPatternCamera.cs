using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Cameras;

/// <summary>
/// A camera that is drawn: blocks that move over a ramp of grey, in yuv422_yuy2, each image by its number alone. For robots whose world is
/// simulated.
/// </summary>
public sealed class TestPatternCamera : ICamera
{
    private const int Blocks = 3;
    private const int BytesInPair = 4;

    // Of black and white in BT.601's limited range, and of no colour (ITU-R BT.601-7, section 2.5.3).
    private const int Black = 16;
    private const int White = 235;
    private const byte NoColour = 128;

    private static readonly byte[] BlockColours = [90, 240, 145, 54, 81, 90];

    private readonly IClock _clock;
    private readonly TimedFrames _frames;
    private readonly byte[] _background;

    /// <summary>Makes the camera.</summary>
    /// <param name="width">Pixels in a row, even.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rateHz">Images a second, above 0.</param>
    /// <param name="clock">The robot's timeline.</param>
    public TestPatternCamera(int width, int height, double rateHz, IClock clock)
    {
        Shape = new CameraShape(width, height, "yuv422_yuy2");
        _clock = clock;
        _frames = new TimedFrames(rateHz);
        _background = new byte[Shape.Length];
        for (int at = 0; at < _background.Length; at += 2)
        {
            _background[at] = (byte)(Black + ((White - Black) * (at % Shape.Step) / Shape.Step));
            _background[at + 1] = NoColour;
        }
    }

    /// <inheritdoc/>
    public CameraShape Shape { get; }

    /// <inheritdoc/>
    public long NextInstant => _frames.NextInstant;

    /// <inheritdoc/>
    public bool TryOpen(out string problem)
    {
        _frames.Begin(_clock.Nanoseconds);
        problem = "";
        return true;
    }

    /// <inheritdoc/>
    public CameraOutcome TakeInto(Span<byte> room, out CameraFrame frame)
    {
        frame = default;
        if (!_frames.TryGetDue(_clock.Nanoseconds, out long number, out long instant))
        {
            return CameraOutcome.Waiting;
        }

        _background.CopyTo(room);
        for (int block = 0; block < Blocks; block++)
        {
            Draw(block, number, room);
        }

        frame = new CameraFrame(Shape.Length, instant, 0, number);
        return CameraOutcome.Taken;
    }

    /// <inheritdoc/>
    public void Close()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Draws one block; each goes its own way, an eighth of the image wide and back again at the border.</summary>
    private void Draw(int block, long number, Span<byte> image)
    {
        int pairs = Shape.Width / 2;
        int width = Math.Max(1, pairs / 8);
        int height = Math.Max(1, Shape.Height / 6);
        int left = Bounce(number * (block + 1), pairs - width);
        int top = Bounce((number * (3 - block)) + (block * height), Shape.Height - height);
        for (int row = top; row < top + height; row++)
        {
            Span<byte> line = image.Slice((row * Shape.Step) + (left * BytesInPair), width * BytesInPair);
            for (int at = 0; at < line.Length; at += BytesInPair)
            {
                line[at] = White;
                line[at + 1] = BlockColours[2 * block];
                line[at + 2] = White;
                line[at + 3] = BlockColours[(2 * block) + 1];
            }
        }
    }

    private static int Bounce(long way, int length)
    {
        if (length <= 0)
        {
            return 0;
        }

        long place = way % (2L * length);
        return (int)(place <= length ? place : (2L * length) - place);
    }
}
