using EdgeAI.Device.Board;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Outbound;
using EdgeAI.Robot.Replay;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Commands;

/// <summary>A run on a recording: the same door, the same graph, a clock that stands still between readings.</summary>
internal static class ReplayRun
{
    private const int WarmUpReadings = 1000;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    /// <summary>Plays the whole recording, or as much of it as there is time for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="CannotRunException">The profile has no stream for a reading.</exception>
    public static async Task<int> RunAsync(Profile profile, Recording recording, RunOptions options, CancellationToken stop)
    {
        VirtualClock clock = new();
        OutputDigest? digest = null;
        using BoardEnds ends = BoardEnds.InMemory(profile);
        using RobotParts parts = new(profile, ends, clock, replaying: true, next => digest = new OutputDigest(next));
        ReplayScore score = ScoreOf(profile, parts.Stages);
        parts.Observers.Add(score);
        Dictionary<RecordedSource, StreamId> targets = TargetsOf(profile, recording);
        ReplayBoard board = new((ushort)parts.Boot);
        await using DeliveryChain delivery = await DeliveryChain.StartAsync(parts, options).ConfigureAwait(false);

        long played = 0;
        long allocated = 0;
        Exception? failure = null;
        RunMonitor monitor = new(
            $"profile '{profile.Name}': replaying {recording.Name} on a virtual clock; every record is marked as replayed",
            parts,
            delivery,
            [],
            () => Volatile.Read(ref played),
            () => Volatile.Read(ref played) > WarmUpReadings ? Volatile.Read(ref allocated) : null,
            health: null,
            score.Report);
        using CancellationTokenRegistration giveUp = stop.Register(parts.Outbound.GiveUpWaiting);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task playing = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    Play(recording, parts, ends, clock, score, targets, board, ref played, ref allocated, stop);
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
        Console.WriteLine($"Played   {played} of {recording.Readings.Count} readings, {clock.Nanoseconds / 1e9:F1} s of the recording's time");
        string meaning = played == recording.Readings.Count ? "the same recording and models give the same on this machine" : "of the part that was played";
        Console.WriteLine($"Digest   {digest!.Finish()} over {digest.Decisions} decisions; {meaning}");
        digest.Dispose();
        return code;
    }

    private static void Play(
        Recording recording,
        RobotParts parts,
        BoardEnds ends,
        VirtualClock clock,
        ReplayScore score,
        Dictionary<RecordedSource, StreamId> targets,
        ReplayBoard board,
        ref long played,
        ref long allocated,
        CancellationToken stop)
    {
        AllocationMeter meter = default;
        foreach (RecordedReading reading in recording.Readings)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            clock.AdvanceTo(reading.TimeNanoseconds);
            score.Playing(reading);
            StreamId stream = targets[reading.Source];
            LinkStatus sent = board.Send(reading, stream, ends.MemoryOf(stream.Board)!);
            if (sent != LinkStatus.Ok)
            {
                throw new InvalidOperationException($"the link of board {stream.Board} answered {sent} although it is emptied after each reading");
            }

            bool counts = played >= WarmUpReadings;
            if (counts && (played == WarmUpReadings || meter.Bytes != 0))
            {
                // Anew also after something was allocated between two steps, such as the header of a stream that is played for the first
                // time: it is not the step's, and the meter is exact only from 0 on.
                meter = AllocationMeter.Start();
            }

            parts.Graph.Step();
            if (counts)
            {
                Volatile.Write(ref allocated, allocated + meter.Bytes);
            }

            Volatile.Write(ref played, played + 1);
        }
    }

    private static ReplayScore ScoreOf(Profile profile, StageFactory stages)
    {
        ReplayScore score = new();
        foreach (StageProfile stage in profile.Stages.Where(static stage => stage.Model is not null))
        {
            score.Add(new StreamId(0, (byte)stage.Stream), stage.Name, stages.LabelsOf(stage), stages.ModelOf(stage).Card.Split);
        }

        return score;
    }

    /// <summary>For each kind of recorded stream the profile's stream that feeds a stage of that kind.</summary>
    private static Dictionary<RecordedSource, StreamId> TargetsOf(Profile profile, Recording recording)
    {
        Dictionary<RecordedSource, StreamId> targets = [];
        foreach (RecordedSource source in recording.Readings.Select(static reading => reading.Source).Distinct())
        {
            StageProfile stage = profile.Stages.FirstOrDefault(candidate =>
                ProfileNames.Of(candidate.Kind) == source.StageKind && (candidate.Activity is { } activity ? ProfileNames.Of(activity) : null) == source.Activity)
                ?? throw new CannotRunException($"{recording.Name}: holds readings for {source}, and the profile '{profile.Name}' has no such stage; add one, or replay with a profile that has it");
            foreach (BoardProfile board in profile.Boards)
            {
                SensorProfile? sensor = board.Sensors.FirstOrDefault(candidate => candidate.Name == stage.InputNames[0]);
                if (sensor is not null)
                {
                    targets.Add(source, new StreamId((ushort)board.Id, (byte)sensor.Stream));
                }
            }
        }

        return targets;
    }
}
