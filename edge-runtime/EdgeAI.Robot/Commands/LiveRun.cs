using System.Runtime;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Outlets;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Cameras;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Downlink;
using EdgeAI.Robot.LiveView;
using EdgeAI.Robot.Models;
using EdgeAI.Robot.Outbound;
using EdgeAI.Robot.Outlets;
using EdgeAI.Robot.Recording;
using EdgeAI.Robot.Time;
using EdgeAI.Robot.Truth;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;

namespace EdgeAI.Robot.Commands;

/// <summary>A run on sensors: real ones, or the simulated world's.</summary>
internal static class LiveRun
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan UtcPeriod = TimeSpan.FromSeconds(10);

    /// <summary>Runs until asked to end or until a part fails.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(Profile profile, RunOptions options, CancellationToken stop)
    {
        // Full collections run beside the graph threads for as long as the run lasts, instead of stopping them.
        GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
        MonotonicClock clock = new();
        SimulatedHumanoid? world = profile.Robot.Simulated ? new SimulatedHumanoid(options.Seed, clock) : null;
        using BoardEnds ends = BoardEnds.Open(profile, clock);
        LiveViewProfile? watched = RobotLiveView.Asked(profile, options);
        LiveViewTap? tap = null;
        using RobotParts parts = new(profile, ends, clock, replaying: false, watched is null ? null : next => tap = new LiveViewTap(next));
        SystemUtc.Observe(clock, parts.Utc, TimeProvider.System);
        await using Timer utcTimer = new(_ => SystemUtc.Observe(clock, parts.Utc, TimeProvider.System), null, UtcPeriod, UtcPeriod);
        SceneComparison? truth = world is null ? null : new SceneComparison(profile.Stages, world, parts.Stages.LabelsOf);
        if (truth is not null)
        {
            parts.Observers.Add(truth);
        }

        using RobotRecording? recording = options.Record is null ? null : RobotRecording.Live(parts, options);
        using RobotCameras cameras = RobotCameras.Open(parts, clock);
        using OwnBuses buses = new(profile, clock);
        using Outlet? outlet = RobotOutlets.Make(parts, clock);
        using LiveExecutor executor = GraphThreads.Make(parts, outlet);
        using RobotHealth health = new(parts, executor);
        using RobotRollouts? rollouts = options.WatchModels ? new RobotRollouts(parts) : null;
        IHostedBoard[] boards = HostedBoards.Make(parts, ends, world, buses);
        await using RobotLiveView? live = watched is null ? null : await RobotLiveView.OpenAsync(watched, parts, tap!, options).ConfigureAwait(false);
        await using DeliveryChain delivery = await DeliveryChain.StartAsync(parts, options).ConfigureAwait(false);
        await using RobotDownlink? downlink = options.CommandFolder is { } commands ? RobotDownlink.Start(parts, Path.GetFullPath(commands), delivery.Gateway) : null;
        RunMonitor monitor = new(
            WorldOf(profile),
            parts,
            delivery,
            boards,
            static () => 0,
            () => executor.SteadyStateAllocatedBytes + cameras.SteadyStateAllocatedBytes,
            health,
            () => truth?.Report() ?? [])
        {
            CameraNote = cameras.NoteOf,
            Outlets = () => [.. outlet is null ? [] : RobotOutlets.Lines(outlet), .. live?.Lines() ?? [], .. rollouts?.Lines() ?? [], .. downlink?.Lines() ?? []],
        };

        OrderlyEnd end = new();
        try
        {
            if (!executor.TryStart())
            {
                throw new CannotRunException(string.Join("; ", executor.Refused));
            }

            foreach (string refused in executor.Refused)
            {
                Console.Error.WriteLine($"edgeai-robot: {refused}");
            }

            Array.ForEach(boards, static board => board.Start());
            cameras.Start();
            health.Start();
            rollouts?.Start();
            live?.Start(monitor.Snapshot);
            await Display.ShowAsync(monitor, options.Plain, () => executor.Failure is null && health.Failure is null && rollouts?.Failure is null && boards.All(static board => board.Failure is null), stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or CannotRunException))
        {
            end.Add(failure);
        }
        finally
        {
            // Whatever happened: nothing may run on models and buses that are about to be closed.
            Array.ForEach(boards, board => end.Try(board.Stop));
            end.Try(cameras.Stop);
            end.Try(parts.Outbound.GiveUpWaiting);
            end.Try(health.Stop);
            end.Try(() => rollouts?.Stop());
            bool inOrder = false;
            end.Try(() => inOrder = executor.Stop());
            parts.HasHangingThread = !executor.HasEnded || cameras.Hang || rollouts is { Hangs: true };
            if (inOrder)
            {
                // What still waits to be joined is answered or given up by name.
                end.Try(parts.Graph.Close);
            }
        }

        monitor.StopTheClock();
        end.Try(() => recording?.End());
        end.Try(() => live?.EndRecording());
        bool drained = await delivery.DrainAsync(DrainLimit).ConfigureAwait(false);
        Array.ForEach(boards, board => end.Try(board.Dispose));
        int code = RunEnd.Report(monitor.Snapshot(), delivery.SpoolFolder, drained, parts.Graph.Ledger, [executor.Failure, health.Failure, rollouts?.Failure, .. cameras.Failures, .. boards.Select(static board => board.Failure), .. end.Failures], true, options.Verbose);
        bool whole = (recording?.Report() ?? true) & (live?.ReportRecordings() ?? true);
        return whole ? code : ExitCode.Failure;
    }

    private static string WorldOf(Profile profile) => profile.Robot.Simulated
        ? $"profile '{profile.Name}': THE WORLD IS SIMULATED: every chip, scene and reading is made up, and every record says so"
        : $"profile '{profile.Name}': live sensors";
}
