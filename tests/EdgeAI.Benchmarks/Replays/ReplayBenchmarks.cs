using System.Diagnostics;
using System.Globalization;
using EdgeAI.Profiles;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Recording;
using EdgeAI.Robot.Replay;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Benchmarks.Replays;

/// <summary>
/// How fast a recorded hour is played through the doors, stages and models of the desktop profile, whether ten replays give one digest, and
/// what recording adds to the way of a frame through the graph, in the same run.
/// </summary>
internal static class ReplayBenchmarks
{
    private const string ProfilePath = "hardware-profiles/desktop.profile.json";
    private const int Replays = 10;
    private const int LatencySteps = 120_000;
    private const int LatencyRound = 1000;

    /// <summary>Measures; a first argument gives the minutes to record instead of 60.</summary>
    /// <returns>0, or 1 where digests differ or the profile does not load.</returns>
    public static int Run(string[] args)
    {
        int minutes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
        if (!ProfileLoader.TryLoad(ProfilePath, out Profile? profile, out IReadOnlyList<ProfileProblem> problems))
        {
            Console.Error.WriteLine(string.Join('\n', problems));
            return 1;
        }

        string folder = Directory.CreateTempSubdirectory("edgeai-replay-").FullName;
        try
        {
            string path = Path.Combine(folder, "hour.mcap");
            Record(profile, path, minutes);
            bool same = ReplayAll(profile, path, minutes * 60.0);
            MeasureLatency(profile, folder);
            return same ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Record(Profile profile, string path, int minutes)
    {
        long started = Stopwatch.GetTimestamp();
        using VirtualRobot robot = new(profile);
        using RobotRecording recording = RobotRecording.Replay(robot.Parts, new RunOptions { Profile = ProfilePath, Record = path });
        while (robot.Clock.Nanoseconds < minutes * 60_000_000_000L)
        {
            robot.Step();
        }

        recording.End();
        Console.WriteLine($"recorded {minutes} min of the desktop profile on a virtual clock in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s: {recording.Ledger.Written} messages, {new FileInfo(path).Length / 1e6:F1} MB");
    }

    private static bool ReplayAll(Profile profile, string path, double recordedSeconds)
    {
        HashSet<string> digests = [];
        List<double> seconds = [];
        for (int replay = 0; replay < Replays; replay++)
        {
            (string digest, long frames, double took) = Replay(profile, path);
            digests.Add(digest);
            seconds.Add(took);
            Console.WriteLine($"  replay {replay + 1,2}: {frames} frames in {took:F2} s, {recordedSeconds / took:F0} x real time, digest {digest[..16]}");
        }

        seconds.Sort();
        Console.WriteLine($"replay: median {recordedSeconds / seconds[seconds.Count / 2]:F0} x real time; {Replays - digests.Count + 1} of {Replays} digests the same");
        return digests.Count == 1;
    }

    private static (string Digest, long Frames, double Seconds) Replay(Profile profile, string path)
    {
        if (!FrameRecording.TryOpen(path, out FrameRecording? recording, out string problem))
        {
            throw new InvalidOperationException(problem);
        }

        using (recording)
        {
            VirtualClock clock = new();
            RecordedStamps stamps = new();
            RecordingMatch match = new(recording, profile, anyProfile: false);
            using BoardEnds ends = BoardEnds.InMemory(profile);
            using OutputDigest digest = new(new NowhereSink());
            using RobotParts parts = new(profile, ends, clock, replaying: true, _ => digest, match.Boot, stamps);
            RecordingPlayback playback = new(recording, match, parts, ends, clock, stamps);
            long frames = 0;
            long started = Stopwatch.GetTimestamp();
            while (playback.Advance())
            {
                playback.Send();
                while (parts.Graph.Step())
                {
                }

                frames++;
            }

            return (digest.Finish(), frames, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    /// <summary>The same robot twice, one recorded live to a file, in rounds one after the other, so that a slow moment meets both.</summary>
    private static void MeasureLatency(Profile profile, string folder)
    {
        using VirtualRobot plain = new(profile);
        using VirtualRobot recorded = new(profile);
        using RobotRecording recording = RobotRecording.Live(recorded.Parts, new RunOptions { Profile = ProfilePath, Record = Path.Combine(folder, "live.mcap") });
        LatencyHistogram without = new();
        LatencyHistogram with = new();
        for (int round = 0; round < LatencySteps / LatencyRound; round++)
        {
            Measure(plain, without, isKept: round > 0);
            Measure(recorded, with, isKept: round > 0);
        }

        recording.End();
        Console.WriteLine("a millisecond of the whole robot (boards, doors, stages, models), microseconds:");
        Print("without recording", without);
        Print("with recording", with);
        Console.WriteLine($"  recorded {recording.Ledger.Written} messages, dropped {recording.Ledger.Dropped} (virtual time runs many times faster than the disk is asked for in a live run)");
    }

    private static void Measure(VirtualRobot robot, LatencyHistogram histogram, bool isKept)
    {
        for (int step = 0; step < LatencyRound; step++)
        {
            long started = Stopwatch.GetTimestamp();
            robot.Step();
            if (isKept)
            {
                histogram.Record((long)Stopwatch.GetElapsedTime(started).TotalNanoseconds);
            }
        }
    }

    private static void Print(string name, LatencyHistogram histogram) =>
        Console.WriteLine($"  {name,-20} p50 {histogram.Percentile(0.5) / 1e3,8:F2}  p90 {histogram.Percentile(0.9) / 1e3,8:F2}  p99 {histogram.Percentile(0.99) / 1e3,8:F2}  max {histogram.Maximum / 1e3,9:F1}");
}
