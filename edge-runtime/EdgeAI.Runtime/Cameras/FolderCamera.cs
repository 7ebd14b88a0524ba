using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Cameras;

/// <summary>
/// A folder of JPEG files as a camera, in the order of their names. They are read when the camera is opened, so that no disk is waited for
/// between images.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="width">Pixels in a row of every file.</param>
/// <param name="height">Rows of every file.</param>
/// <param name="rateHz">Images a second, above 0.</param>
/// <param name="loops">Whether it begins anew after the last file.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class FolderCamera(string folder, int width, int height, double rateHz, bool loops, IClock clock) : ICamera
{
    /// <summary>The most bytes of files that a folder may hold.</summary>
    public const long MostBytes = 256L << 20;

    private readonly TimedFrames _frames = new(rateHz);
    private byte[][] _files = [];

    /// <inheritdoc/>
    public CameraShape Shape { get; } = new(width, height, CameraShape.Jpeg);

    /// <inheritdoc/>
    public long NextInstant => _frames.NextInstant;

    /// <inheritdoc/>
    public bool TryOpen(out string problem)
    {
        try
        {
            FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFiles().Where(static file => file.Extension.ToUpperInvariant() is ".JPG" or ".JPEG").OrderBy(static file => file.Name, StringComparer.Ordinal)];
            problem = files.Length == 0 ? $"{folder} holds no .jpg file; name a folder of images"
                : files.Sum(static file => file.Length) > MostBytes ? $"{folder} holds more than {MostBytes >> 20} MiB of images; name a folder with fewer"
                : files.FirstOrDefault(file => file.Length > Shape.Length) is { } large ? $"{large.FullName} has {large.Length} bytes, more than an image of {width} x {height} pixels may have ({Shape.Length}); leave it out"
                : "";
            if (problem.Length > 0)
            {
                return false;
            }

            _files = [.. files.Select(static file => File.ReadAllBytes(file.FullName))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"{folder} cannot be read ({failure.Message.TrimEnd('.')}); name a folder that is there and readable";
            return false;
        }

        _frames.Begin(clock.Nanoseconds);
        return true;
    }

    /// <inheritdoc/>
    public CameraOutcome TakeInto(Span<byte> room, out CameraFrame frame)
    {
        frame = default;
        if (!_frames.TryGetDue(clock.Nanoseconds, out long number, out long instant))
        {
            return CameraOutcome.Waiting;
        }

        if (!loops && number >= _files.Length)
        {
            return CameraOutcome.Ended;
        }

        byte[] file = _files[number % _files.Length];
        frame = new CameraFrame(file.Length, instant, 0, number);
        return file.AsSpan().TryCopyTo(room) ? CameraOutcome.Taken : CameraOutcome.Damaged;
    }

    /// <inheritdoc/>
    public void Close() => _files = [];

    /// <inheritdoc/>
    public void Dispose() => Close();
}
