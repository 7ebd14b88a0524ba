using EdgeAI.Device.Time;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sanity;
using EdgeAI.Perception.Sessions;
using EdgeAI.Runtime.Edges;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Asks a second model what a running one is asked, on a thread of its own. The graph thread copies an inference into a bounded edge that
/// keeps the latest only, and never waits: a shadow that is slower sees fewer inferences, which the edge counts.
/// </summary>
public sealed class ShadowRun : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    private readonly TrialSubject _subject;
    private readonly InputStatistics? _runningStatistics;
    private readonly InputStatistics? _shadowStatistics;
    private readonly IClock _clock;
    private readonly Lock _gate = new();
    private readonly WakeSignal _wake = new();
    private readonly BoundedEdge<KeptInference> _edge;
    private readonly Answer _running;
    private readonly Answer _shadow;
    private readonly Thread _thread;
    private volatile bool _ends;
    private long _compared;
    private long _failed;
    private double _agreement;
    private double _distance;
    private double _runningSuspect;
    private double _shadowSuspect;

    /// <summary>Begins.</summary>
    /// <param name="running">The model that robots run: what its inferences look like.</param>
    /// <param name="shadow">The model that is asked the same. Nobody else may run it meanwhile.</param>
    /// <param name="head">Reads boxes from their outputs; null for models that find none.</param>
    /// <param name="clock">Measures the shadow's inferences.</param>
    public ShadowRun(Model running, Model shadow, IDetectionHead? head, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(shadow);
        _subject = new TrialSubject(new SessionRun(shadow.Session), head, 0, 0);
        _runningStatistics = running.Statistics?.ForAnotherThread();
        _shadowStatistics = shadow.Statistics?.ForAnotherThread();
        _clock = clock;
        _edge = new BoundedEdge<KeptInference>(1, DropPolicy.LatestOnly, () => new KeptInference(running.Session)) { Name = "shadow", Wake = _wake };
        _running = _subject.NewAnswer();
        _shadow = _subject.NewAnswer();
        _thread = new Thread(Work) { IsBackground = true, Name = "model shadow", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>How long the shadow's inferences took.</summary>
    public DurationWindow Durations { get; } = new(1024);

    /// <summary>What became of the inferences that were offered.</summary>
    public EdgeLedger Ledger => _edge.Ledger;

    /// <summary>Inferences that both answered; of detectors, those in which either found a box.</summary>
    public long Compared => Volatile.Read(ref _compared);

    /// <summary>Inferences that the shadow could not answer.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>How much both agree, 0 to 1; 1 before the first.</summary>
    public double Agreement => MeanOf(ref _agreement, 1);

    /// <summary>How far they are apart, 0 to 1; 0 before the first.</summary>
    public double Distance => MeanOf(ref _distance, 0);

    /// <summary>The part of inputs that the running model's training never saw the like of, 0 to 1; 0 before the first.</summary>
    public double RunningSuspect => MeanOf(ref _runningSuspect, 0);

    /// <summary>The same of the shadow's training.</summary>
    public double ShadowSuspect => MeanOf(ref _shadowSuspect, 0);

    /// <summary>Offers an inference. Graph thread only; copies it, allocates nothing, never waits.</summary>
    public void Offer(ModelSession running)
    {
        if (_edge.TryBeginWrite(out KeptInference kept))
        {
            kept.Take(running);
            _edge.EndWrite();
        }
    }

    /// <summary>Ends the thread; the model is asked no more.</summary>
    public void Dispose()
    {
        // The graph thread may still be within an offer, so that the signal stays open until nobody can set it any more.
        _edge.Stop();
        _ends = true;
        _wake.Set();
        _thread.Join();
    }

    private double MeanOf(ref double sum, double ofNone)
    {
        lock (_gate)
        {
            return _compared == 0 ? ofNone : sum / _compared;
        }
    }

    private void Work()
    {
        while (!_ends)
        {
            if (!_edge.TryBeginRead(out KeptInference kept))
            {
                _wake.Wait(LongestWait);
                continue;
            }

            try
            {
                Compare(kept);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // Whatever a second model does, the robot goes on with the first.
                lock (_gate)
                {
                    Volatile.Write(ref _failed, _failed + 1);
                }
            }
        }
    }

    private void Compare(KeptInference kept)
    {
        double runningSuspect;
        double shadowSuspect;
        try
        {
            kept.Fill(_subject.Run);
            _running.Take(kept);
            runningSuspect = kept.IsSuspect(_runningStatistics) ? 1 : 0;
            shadowSuspect = kept.IsSuspect(_shadowStatistics) ? 1 : 0;
        }
        finally
        {
            _edge.EndRead();
        }

        long began = _clock.Nanoseconds;
        bool ran = _subject.Run.TryRun();
        Durations.Add(_clock.Nanoseconds - began);
        _shadow.Take(_subject.Run);
        lock (_gate)
        {
            if (!ran || !_shadow.IsFinite)
            {
                Volatile.Write(ref _failed, _failed + 1);
                return;
            }

            if (!_running.Tells && !_shadow.Tells)
            {
                return;
            }

            _agreement += _running.IsFinite ? _running.AgreementWith(_shadow) : 0;
            _distance += _running.IsFinite ? _running.DistanceTo(_shadow) : 1;
            _runningSuspect += runningSuspect;
            _shadowSuspect += shadowSuspect;
            Volatile.Write(ref _compared, _compared + 1);
        }
    }
}
