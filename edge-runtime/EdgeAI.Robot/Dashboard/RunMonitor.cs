using System.Diagnostics;
using System.Globalization;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Outbound;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Samples;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Robot.Dashboard;

/// <summary>Reads a running robot's counters into a snapshot. Touches nothing that the executor writes but by reading.</summary>
/// <param name="world">One line on what is real and what is not.</param>
/// <param name="parts">The robot.</param>
/// <param name="delivery">The way out.</param>
/// <param name="boards">The boards that this process hosts; empty in a replay.</param>
/// <param name="producedByOthers">Frames that came from anything but hosted boards: a replay's readings.</param>
/// <param name="executorAllocated">Bytes that stepping the graph has allocated since its warm-up; null before that is over.</param>
/// <param name="health">What watches over a live run; null in a replay.</param>
/// <param name="truth">Lines about truth or score.</param>
internal sealed class RunMonitor(
    string world,
    RobotParts parts,
    DeliveryChain delivery,
    IReadOnlyList<IHostedBoard> boards,
    Func<long> producedByOthers,
    Func<long?> executorAllocated,
    RobotHealth? health,
    Func<IEnumerable<string>> truth)
{
    private const int NewsKept = 4;

    // The display and the live view each look from a thread of their own.
    private readonly Lock _looking = new();

    private readonly BoardWatch[] _watches = [.. parts.Graph.Intakes
        .Where(static intake => intake.Conversation is not null)
        .Select(intake => new BoardWatch(intake.Conversation!, BoardExpectations.Of(parts.Profile.Boards.First(board => board.Id == intake.Conversation!.Board))))];
    private readonly Queue<string> _latestNews = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private TimeSpan? _ranFor;
    private readonly TimeSpan _gcPauseAtStart = GC.GetTotalPauseDuration();
    private readonly int _collectionsAtStart = GC.CollectionCount(0);

    /// <summary>Lines about controllers and live views.</summary>
    public Func<IEnumerable<string>> Outlets { get; init; } = static () => [];

    /// <summary>Why a camera gives no images now; empty while it does.</summary>
    public Func<CameraRoute, string> CameraNote { get; init; } = static _ => "";

    /// <summary>The run is over: what comes now is the drain, and no rate is divided by its time.</summary>
    public void StopTheClock()
    {
        lock (_looking)
        {
            _ranFor = Stopwatch.GetElapsedTime(_startedAt);
        }
    }

    /// <summary>What boards have said since the last call that someone should know. For one display; any thread.</summary>
    public IReadOnlyList<string> News()
    {
        lock (_looking)
        {
            string[] news = [.. _watches.SelectMany(static watch => watch.News()), .. OwnNews()];
            foreach (string line in news)
            {
                _latestNews.Enqueue(line);
                if (_latestNews.Count > NewsKept)
                {
                    _latestNews.Dequeue();
                }
            }

            return news;
        }
    }

    /// <summary>Reads everything once. Any thread.</summary>
    public RunSnapshot Snapshot()
    {
        lock (_looking)
        {
            return Look();
        }
    }

    private RunSnapshot Look()
    {
        TimeSpan elapsed = _ranFor ?? Stopwatch.GetElapsedTime(_startedAt);
        return new RunSnapshot(
            world,
            elapsed,
            [.. parts.Graph.Routes.Select(route => RowOf(route, SampledOf(route.Id), elapsed)), .. parts.Graph.Cameras.Select(camera => RowOf(camera, elapsed))],
            [.. parts.Profile.Stages.Select(stage => RowOf(parts.Graph.Stages.First(runner => runner.Name == stage.Name), stage.Stream, stage.Model is not null))],
            [.. _watches.Select(static watch => watch.Row())],
            [.. _latestNews],
            [.. parts.Stages.Joins.Select(static join => JoinLines.Of(join.Stage, join.Account))],
            Ledger(),
            delivery.GatewayRow(),
            delivery.CityRow(),
            GC.GetTotalPauseDuration() - _gcPauseAtStart,
            GC.CollectionCount(0) - _collectionsAtStart,
            executorAllocated(),
            health is null ? null : HealthOf(health),
            [.. truth()])
        {
            Edges = [.. EdgesBetweenStages()],
            Outlets = [.. Outlets()],
        };
    }

    private SampledStream? SampledOf(StreamId id) =>
        boards.FirstOrDefault(board => board.Number == id.Board)?.Streams.FirstOrDefault(stream => stream.Number == id.Stream);

    private DeliveryLedger Ledger()
    {
        long produced = producedByOthers();
        long droppedOnLinks = 0;

        // What stays on the robot is nothing that could be delivered.
        StageRunner[] published = [.. parts.Graph.Stages.Where(static stage => stage.Outlet.Publishes)];
        long unsendable = published.Sum(static stage => stage.Outlet.Unencodable);
        foreach (IHostedBoard board in boards)
        {
            FrameTotals made = board.Totals;
            produced += made.Produced;
            droppedOnLinks += made.Dropped;
            unsendable += made.Unsendable;
        }

        // A board elsewhere keeps its own account; here its sequence numbers tell what it produced and what did not arrive.
        foreach (StreamRoute route in parts.Graph.Routes.Where(route => !parts.Replaying && boards.All(board => board.Number != route.Id.Board)))
        {
            produced += route.Counters.Received + route.Counters.Missing;
            droppedOnLinks += route.Counters.Missing;
        }

        produced += published.Sum(static stage => stage.Outlet.Produced) + parts.Health.Said;
        return new DeliveryLedger(
            produced,
            delivery.Delivered,
            delivery.InSpool,
            droppedOnLinks,
            parts.Outbound.Ledger.Dropped + parts.Outbound.DroppedStopped + parts.Outbound.DroppedTooLarge,
            published.Sum(static stage => stage.TooOld),
            unsendable,
            parts.Graph.Intakes.Sum(static intake => intake.Receiver.Rejected + intake.UnknownStreams))
        {
            DroppedTooLarge = parts.Outbound.DroppedTooLarge,
        };
    }

    /// <summary>What was lost between a stage and another thread's: no stream's row tells of it.</summary>
    private IEnumerable<string> EdgesBetweenStages()
    {
        IEdgeAccount[] own = [.. parts.Graph.Routes.SelectMany(static route => route.Inlets).Concat(parts.Graph.Cameras.SelectMany(static camera => camera.Inlets)).Select(static inlet => inlet.Account)];
        foreach (IEdgeAccount edge in parts.Graph.Ledger.Edges.Except(own))
        {
            EdgeLedger ledger = edge.Ledger;
            if (ledger.Dropped > 0)
            {
                yield return $"Edge     {edge.Name}: dropped {ledger.Dropped} of {ledger.Produced}";
            }
        }
    }

    private IEnumerable<string> OwnNews()
    {
        while (parts.Health.Log.TryBeginRead(out BoardLogEntry entry))
        {
            string level = entry.Record.Level switch
            {
                LogLevel.Error => "error",
                LogLevel.Warning => "warning",
                _ => "over",
            };
            string line = string.Create(CultureInfo.InvariantCulture, $"robot {entry.Stamp.Nanoseconds / 1e9:F3} s {level} {entry.Record.Code}: {entry.Record.Text}");
            parts.Health.Log.EndRead();
            yield return line;
        }
    }

    private HealthRow HealthOf(RobotHealth watching) => new(
        watching.Watchdog.Level,
        watching.Watchdog.Warnings,
        watching.Clocks.Count,
        parts.Health.Said,
        watching.Pauses.Collections,
        watching.Pauses.TotalNanoseconds,
        watching.Pauses.Stops.Percentile(0.99),
        watching.Pauses.Stops.Maximum,
        [.. parts.Deadlines.Select(static guard => new DeadlineRow(
            guard.Stage, guard.Missed, guard.Skipped, guard.TakenByAlternative, guard.IsDegraded, guard.Latency.Percentile(0.5), guard.Latency.Percentile(0.99), guard.Latency.Maximum))]);

    private static StreamRow RowOf(StreamRoute route, SampledStream? sampled, TimeSpan elapsed)
    {
        StreamCounters counters = route.Counters;
        LatencyHistogram latency = LatencyOf(route.Inlets);
        string note = counters.LatestFault == SensorStatus.Ok ? "" : $"sensor: {counters.LatestFault}";
        return new StreamRow(
            route.Name,
            counters.Received / Math.Max(elapsed.TotalSeconds, 0.001),
            sampled is null ? 0 : 1e9 / sampled.PeriodNanoseconds,
            counters.Received,
            (sampled?.Missed ?? 0) + (sampled?.Skipped ?? 0),
            counters.Missing,
            counters.Faults,
            counters.Rejected,
            route.Inlets.Sum(static inlet => inlet.Account.Ledger.Dropped),
            latency.Percentile(0.5),
            latency.Percentile(0.99),
            note);
    }

    private StreamRow RowOf(CameraRoute camera, TimeSpan elapsed)
    {
        StreamCounters counters = camera.Counters;
        LatencyHistogram latency = LatencyOf(camera.Inlets);
        return new StreamRow(
            camera.Name,
            counters.Received / Math.Max(elapsed.TotalSeconds, 0.001),
            parts.Profile.Cameras.First(profile => profile.Name == camera.Name).RateHz,
            counters.Received,
            0,
            counters.Missing,
            counters.Faults,
            counters.Rejected,
            camera.Inlets.Sum(static inlet => inlet.Account.Ledger.Dropped),
            latency.Percentile(0.5),
            latency.Percentile(0.99),
            CameraNote(camera) is { Length: > 0 } note ? $"camera: {note}" : "");
    }

    /// <summary>From sensed to taken, over every thread that takes the stream.</summary>
    private static LatencyHistogram LatencyOf(IReadOnlyList<StreamInlet> inlets)
    {
        if (inlets.Count == 1)
        {
            return inlets[0].Latency;
        }

        LatencyHistogram all = new();
        foreach (StreamInlet inlet in inlets)
        {
            all.Add(inlet.Latency);
        }

        return all;
    }

    private StageRow RowOf(StageRunner runner, int stream, bool isInference) => new(
        runner.Name,
        isInference,
        runner.Taken,
        runner.Published,
        runner.TooOld,
        runner.Unusable,
        runner.Latency.Percentile(0.5),
        runner.Latency.Percentile(0.99),
        parts.Latest.Show(stream));
}
