using System.Diagnostics;
using EdgeAI.Perception.Images;

namespace EdgeAI.Benchmarks.Preprocess;

/// <summary>
/// Milliseconds from a camera's frame, 1280 x 720, to a float tensor of 3 x 416 x 416, letterboxed and scaled, beside the same in
/// C++ with OpenCV, one thread each, in the same run; how far levels are from OpenCV's; and how far the time is from reading and writing alone.
/// </summary>
internal static class PreprocessBenchmarks
{
    private const int Rounds = 101;
    private const int WarmUpRounds = 30;
    private const int ImagesPerRound = 3;
    private const int Frames = 8;

    /// <summary>Measures; a first argument names the folder with JPEG frames for the error.</summary>
    /// <returns>0, or 1 where OpenCV is missing.</returns>
    public static int Run(string[] args)
    {
        using OpenCvPeer? peer = OpenCvPeer.TryBuild(out string problem);
        if (peer is null)
        {
            Console.Error.WriteLine(problem);
            return 1;
        }

        string frames = args.Length > 0 ? args[0] : Path.Combine("..", "shared", "data", "vision", "vtest");
        string[] files = Directory.Exists(frames) ? [.. Directory.GetFiles(frames, "*.jpg").Order(StringComparer.Ordinal).Take(Frames)] : [];
        Console.WriteLine($"preprocess: {PreprocessSubject.Width} x {PreprocessSubject.Height} to 3 x {PreprocessSubject.Side} x {PreprocessSubject.Side} float, letterbox, one thread; OpenCV {peer.Version} in C++");
        Console.WriteLine($"  {Rounds} interleaved rounds of {ImagesPerRound}, medians of times and of the rounds' own ratios");
        Console.WriteLine("  OpenCV's ways: cvtColor + resize + blobFromImage, and the same with convertTo + split straight into the tensor; floor: reading the rows needed and writing the tensor");
        Console.WriteLine($"  error in grey levels, maximum and mean, over {files.Length} camera frames and over random bytes");
        Console.WriteLine("  format filter mode    ours ms  blob ms  ratio  split ms  ratio  floor ms  ratio   error frames   error random");
        foreach (bool averages in new[] { false, true })
        {
            foreach (PixelFormat format in Enum.GetValues<PixelFormat>())
            {
                Measure(peer, format, isFast: false, averages, files);
                if (format is PixelFormat.Yuyv or PixelFormat.Nv12 or PixelFormat.I420)
                {
                    Measure(peer, format, isFast: true, averages, files);
                }
            }
        }

        return 0;
    }

    private static void Measure(OpenCvPeer peer, PixelFormat format, bool isFast, bool averages, string[] files)
    {
        using PreprocessSubject split = new(peer, format, isFast, averages, 1 / 255f, isSplit: true);
        using PreprocessSubject blob = new(peer, format, isFast, averages, 1 / 255f, isSplit: false);
        Action[] ways = [split.RunOurs, split.RunTheirs, blob.RunTheirs, split.RunFloor];
        List<double>[] times = [.. ways.Select(static _ => new List<double>())];
        for (int round = 0; round < WarmUpRounds + Rounds; round++)
        {
            // Each round starts with another way, so that a slow moment meets all of them.
            for (int turn = 0; turn < ways.Length; turn++)
            {
                int way = (round + turn) % ways.Length;
                double milliseconds = Time(ways[way]);
                if (round >= WarmUpRounds)
                {
                    times[way].Add(milliseconds);
                }
            }
        }

        string against = string.Concat(((int[])[2, 1, 3]).Select(way => $"{Median(times[way]),9:F3} {Ratio(times[0], times[way]),6:F2}"));
        string name = $"{format,-6} {(averages ? "area" : "linear"),-6} {(isFast ? "fast" : "exact"),-6}";
        Console.WriteLine($"  {name} {Median(times[0]),8:F3} {against}  {ErrorOf(peer, format, isFast, averages, files)}");
    }

    private static double Time(Action way)
    {
        long start = Stopwatch.GetTimestamp();
        for (int image = 0; image < ImagesPerRound; image++)
        {
            way();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / ImagesPerRound;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Ratio(List<double> ours, List<double> theirs) => Median(ours.Zip(theirs, static (mine, other) => mine / other));

    private static string ErrorOf(OpenCvPeer peer, PixelFormat format, bool isFast, bool averages, string[] files)
    {
        using PreprocessSubject subject = new(peer, format, isFast, averages, 1, isSplit: true);
        LevelError frames = new();
        foreach (string file in files)
        {
            if (peer.TryFrame(file, PreprocessSubject.Width, PreprocessSubject.Height, format, subject.Frame))
            {
                frames.Add(subject);
            }
        }

        LevelError random = new();
        for (int seed = 0; seed < Frames; seed++)
        {
            subject.Fill(seed);
            random.Add(subject);
        }

        return $"{frames}   {random}";
    }
}
