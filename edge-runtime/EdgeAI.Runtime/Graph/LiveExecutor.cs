using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Runtime.Graph;

/// <summary>Steps a graph on a thread of its own over and over while there is work, and every millisecond while there is none.</summary>
public sealed class LiveExecutor : IDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(1);

    private readonly RobotGraph _graph;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private volatile bool _steady;
    private long _steadyStateAllocated;

    /// <summary>Makes the executor; <see cref="Start"/> starts it.</summary>
    /// <param name="graph">What is stepped.</param>
    public LiveExecutor(RobotGraph graph)
    {
        _graph = graph;
        _thread = new Thread(Run) { Name = "edgeai-executor", IsBackground = true };
    }

    /// <summary>What ended the thread, if anything but <see cref="Stop"/> did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>
    /// Bytes that the executor's thread has allocated since its first thousand steps: 0 in the steady state, null before it. Exact while
    /// it is 0, as <see cref="AllocationMeter.Bytes"/> tells.
    /// </summary>
    public long? SteadyStateAllocatedBytes => _steady ? Volatile.Read(ref _steadyStateAllocated) : null;

    /// <summary>Starts stepping.</summary>
    public void Start() => _thread.Start();

    /// <summary>Steps until nothing is left to do, then ends the thread. Sources must have stopped before.</summary>
    public void Stop()
    {
        _stopping = true;
        _stop.Set();
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        const int WarmUpSteps = 1000;
        long steps = 0;
        AllocationMeter meter = default;
        try
        {
            while (true)
            {
                bool stopping = _stopping;
                bool worked = _graph.Step();
                if (++steps == WarmUpSteps)
                {
                    meter = AllocationMeter.Start();
                }
                else if (steps > WarmUpSteps)
                {
                    Volatile.Write(ref _steadyStateAllocated, meter.Bytes);
                    _steady = true;
                }

                if (worked)
                {
                    continue;
                }

                if (stopping)
                {
                    return;
                }

                _stop.WaitOne(LongestRest);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A defect in a stage must not end the process without the gateway's drain: the owner sees it and stops the run.
            Failure = failure;
        }
    }
}
