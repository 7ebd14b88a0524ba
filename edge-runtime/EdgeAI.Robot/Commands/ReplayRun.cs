using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Outbound;
using EdgeAI.Robot.Recording;
using EdgeAI.Robot.Replay;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Commands;

/// <summary>A run on a recording or a data set: the same door, the same graph, a clock that stands still between readings.</summary>
internal static class ReplayRun
{
    private const int WarmUpReadings = 1000;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    /// <summary>Plays what the options name.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="CannotRunException">It cannot be read, or does not belong to the profile.</exception>
    public static async Task<int> RunAsync(Profile profile, RunOptions options, CancellationToken stop)
    {
        string path = options.Replay!;
        VirtualClock clock = new();
        if (!FrameRecording.Recognises(path))
        {
            return RecordingLoader.TryLoad(path, out ImportedRecording? readings, out string problem)
                ? await RunAsync(profile, options, clock, 1, null, (parts, ends) => new DatasetPlayback(readings!, parts, ends, clock), stop).ConfigureAwait(false)
                : throw new CannotRunException(problem);
        }

        if (!FrameRecording.TryOpen(path, out FrameRecording? recording, out string reason))
        {
            throw new CannotRunException(reason);
        }

        using (recording)
        {
            RecordingMatch match = new(recording, profile, options.AnyProfile);
            RecordedStamps stamps = new();
            return await RunAsync(profile, options, clock, match.Boot, stamps, (parts, ends) => new RecordingPlayback(recording, match, parts, ends, clock, stamps), stop).ConfigureAwait(false);
        }
    }

    private static async Task<int> RunAsync(
        Profile profile,
        RunOptions options,
        VirtualClock clock,
        ushort boot,
        RecordedStamps? stamps,
        Func<RobotParts, BoardEnds, IPlayback> open,
        CancellationToken stop)
    {
        OutputDigest? digest = null;
        using BoardEnds ends = BoardEnds.InMemory(profile);
        using RobotParts parts = new(profile, ends, clock, replaying: true, next => digest = new OutputDigest(next), boot, stamps);
        IPlayback playback = open(parts, ends);
        using RobotRecording? recording = options.Record is null ? null : RobotRecording.Replay(parts, options);
        await using DeliveryChain delivery = await DeliveryChain.StartAsync(parts, options).ConfigureAwait(false);

        long played = 0;
        long allocated = 0;
        Exception? failure = null;
        RunMonitor monitor = new(
            $"profile '{profile.Name}': replaying {playback.Name} on a virtual clock; every record is marked as replayed",
            parts,
            delivery,
            [],
            () => Volatile.Read(ref played) - parts.Graph.Cameras.Sum(static camera => camera.Counters.Received),
            () => Volatile.Read(ref played) > WarmUpReadings ? Volatile.Read(ref allocated) : null,
            health: null,
            playback.Report);
        using CancellationTokenRegistration giveUp = stop.Register(parts.Outbound.GiveUpWaiting);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task playing = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    Play(playback, parts, new ReplayPace(new MonotonicClock(), options.Speed, rest => !stop.WaitHandle.WaitOne(rest)), ref played, ref allocated, stop);
                    parts.Graph.Close();
                    recording?.End();
                }
                catch (Exception thrown) when (thrown is not OutOfMemoryException)
                {
                    failure = thrown;
                }
                finally
                {
                    ended.Cancel();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Display.ShowAsync(monitor, options.Plain, () => true, ended.Token).ConfigureAwait(false);
        await playing.ConfigureAwait(false);

        monitor.StopTheClock();
        bool drained = await delivery.DrainAsync(DrainLimit).ConfigureAwait(false);
        int code = RunEnd.Report(monitor.Snapshot(), delivery.SpoolFolder, drained, parts.Graph.Ledger, [failure], false, options.Verbose);
        Console.WriteLine($"Played   {played} of {playback.Total} readings, {clock.Nanoseconds / 1e9:F1} s of the recording's time");
        string meaning = played == playback.Total ? "the same recording and models give the same on this machine" : "of the part that was played";
        Console.WriteLine($"Digest   {digest!.Finish()} over {digest.Decisions} decisions; {meaning}");
        digest.Dispose();
        return recording is null || recording.Report() ? code : ExitCode.Failure;
    }

    private static void Play(IPlayback playback, RobotParts parts, ReplayPace pace, ref long played, ref long allocated, CancellationToken stop)
    {
        AllocationMeter meter = default;
        while (!stop.IsCancellationRequested && playback.Advance())
        {
            if (!pace.Wait(playback.Instant))
            {
                return;
            }

            playback.Send();
            bool counts = played >= WarmUpReadings;
            if (counts && (played == WarmUpReadings || meter.Bytes != 0))
            {
                // Anew also after something was allocated between two steps, such as the header of a stream that is played for the first
                // time: it is not the step's, and the meter is exact only from 0 on.
                meter = AllocationMeter.Start();
            }

            while (parts.Graph.Step())
            {
            }

            if (counts)
            {
                Volatile.Write(ref allocated, allocated + meter.Bytes);
            }

            Volatile.Write(ref played, played + 1);
        }
    }
}
