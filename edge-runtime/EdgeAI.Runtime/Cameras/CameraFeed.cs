using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Runtime.Cameras;

/// <summary>
/// A camera's own thread: takes its images into its route, and opens it again when it is gone or has been silent for two seconds. Allocates
/// nothing per image, and says so if it does.
/// </summary>
/// <param name="camera">The camera; disposed of with the feed.</param>
/// <param name="route">Where its images go.</param>
/// <param name="flags">What is true of its images.</param>
/// <param name="health">Hears when the camera goes and comes back.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class CameraFeed(ICamera camera, CameraRoute route, FrameFlags flags, HealthLog health, IClock clock) : IDisposable
{
    private const int WarmUpImages = 100;
    private const long LongestSilence = 2_000_000_000;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    // A camera that waits by itself does so for a tenth of a second, and a device may take a while to stop.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly ManualResetEvent _stop = new(false);
    private Thread? _thread;
    private bool _isOpen;
    private bool _isSaidGone;
    private bool _hasEnded;
    private long _first;
    private long _heardAt;
    private long _images;
    private AllocationMeter _meter;
    private long _allocated;
    private int _openings;
    private volatile string _problem = "";

    /// <summary>Where the images go.</summary>
    public CameraRoute Route => route;

    /// <summary>How often the camera was opened.</summary>
    public int Openings => Volatile.Read(ref _openings);

    /// <summary>Why it gives no images now; empty while it does.</summary>
    public string Problem => _problem;

    /// <summary>What ended the thread, if anything but <see cref="Stop"/> did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Bytes that the thread has allocated since its first hundred images, or since the camera was last opened: 0 in the steady state.</summary>
    public long SteadyStateAllocatedBytes => Volatile.Read(ref _allocated);

    /// <summary>Opens the camera for the first time, before its thread starts: a robot says what is wrong with it instead of starting without.</summary>
    public bool TryOpen(out string problem)
    {
        _isOpen = camera.TryOpen(out problem);
        if (_isOpen)
        {
            _openings++;
            _heardAt = clock.Nanoseconds;
            _images = 0;
        }

        return _isOpen;
    }

    /// <summary>Starts to take images.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { Name = route.Name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Takes one image, or opens the camera.</summary>
    /// <returns>How long to rest before the next step.</returns>
    public TimeSpan Step()
    {
        if (_hasEnded || (!_isOpen && !TryReopen()))
        {
            return RetryPeriod;
        }

        CameraOutcome outcome = route.TakeFrom(camera, _openings, _first, flags);
        switch (outcome)
        {
            case CameraOutcome.Taken:
                _heardAt = clock.Nanoseconds;
                CountImage();
                break;
            case CameraOutcome.Gone:
                Lose("is gone");
                return LongestRest;
            case CameraOutcome.Ended:
                camera.Close();
                _isOpen = false;
                _hasEnded = true;
                _problem = "played to its end";
                return RetryPeriod;
            default:
                if (clock.Nanoseconds - _heardAt > LongestSilence)
                {
                    Lose("gave no image for 2 s");
                    return LongestRest;
                }

                break;
        }

        // A device that fails at once, each time, is not asked as fast as it can fail.
        return outcome == CameraOutcome.Damaged ? ShortestRest : RestUntil(camera.NextInstant);
    }

    /// <summary>Ends the thread and closes the camera.</summary>
    /// <returns>False when it did not end in time: the device hangs, and <see cref="Failure"/> says so.</returns>
    public bool Stop()
    {
        _stop.Set();
        if (_thread is null)
        {
            camera.Close();
            return true;
        }

        if (_thread.Join(StopLimit))
        {
            return true;
        }

        Failure = new TimeoutException($"camera '{route.Name}' hangs: its device does not stop; see dmesg for what its driver says");
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_thread is null || Stop())
        {
            camera.Dispose();
            _stop.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            bool stops;
            do
            {
                TimeSpan rest = Step();
                stops = _stop.WaitOne(rest);
            }
            while (!stops);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The robot goes on with what it has, and its owner sees the failure.
            Failure = failure;
            _problem = failure.Message;
        }

        camera.Close();
    }

    private bool TryReopen()
    {
        if (!TryOpen(out string problem))
        {
            _problem = problem;
            return false;
        }

        _problem = "";
        if (_isSaidGone)
        {
            _isSaidGone = false;
            health.Say(HealthCode.CameraGone, LogLevel.Information, isActive: false, "camera", route.Name, "is back");
        }

        return true;
    }

    private void Lose(string what)
    {
        camera.Close();
        _isOpen = false;
        _first += route.Counters.NextSequenceOf(_openings);
        _problem = what;
        if (!_isSaidGone)
        {
            _isSaidGone = true;
            health.Say(HealthCode.CameraGone, LogLevel.Warning, isActive: true, "camera", route.Name, what);
        }
    }

    private void CountImage()
    {
        _images++;
        if (_images == WarmUpImages)
        {
            _meter = AllocationMeter.Start();
        }
        else if (_images > WarmUpImages)
        {
            Volatile.Write(ref _allocated, _meter.Bytes);
        }
    }

    private TimeSpan RestUntil(long next)
    {
        long rest = next - clock.Nanoseconds;
        return rest <= 0 ? TimeSpan.Zero : rest >= LongestRest.Ticks * TimeSpan.NanosecondsPerTick ? LongestRest : TimeSpan.FromMilliseconds((rest + 999_999) / 1_000_000);
    }
}
