using System.Diagnostics;
using EdgeAI.Benchmarks.Preprocess;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;

namespace EdgeAI.Benchmarks.Detect;

/// <summary>
/// Milliseconds from a camera's frame, 1280 x 720, to detections in its pixels, beside C++: OpenCV's cvtColor, resize and blobFromImage, then OnnxRuntime's
/// session on the same native library, without any decoding; the same number of threads, in the same run.
/// </summary>
internal static class DetectBenchmarks
{
    private const int Rounds = 81;
    private const int WarmUpRounds = 9;
    private const int Threads = 1;

    /// <summary>Measures; a first argument names the shared data's folder.</summary>
    /// <returns>0, or 1 where something is missing.</returns>
    public static int Run(string[] args)
    {
        string data = args.Length > 0 ? args[0] : Path.Combine("..", "shared", "data");
        if (!DetectInputs.TryOpen(data, out DetectPeer? peer, out OpenCvPeer? camera, out string[] files, out string problem))
        {
            Console.Error.WriteLine($"detect: {problem}");
            return 1;
        }

        using (peer)
        using (camera)
        {
            Console.WriteLine($"detect: {DetectSubject.Width} x {DetectSubject.Height} to detections, {Threads} thread, {Rounds} interleaved rounds over {files.Length} camera frames, medians; the ratio is the median of the rounds' own");
            Console.WriteLine($"  theirs: OpenCV {peer!.Version} and the same OnnxRuntime in C++, preprocessing and session only");
            Console.WriteLine("  model        format   ours ms  theirs ms   ratio   bytes a frame   detections a frame");
            return DetectModels.Names.All(name => Measure(name, data, peer, camera!, files)) ? 0 : 1;
        }
    }

    private static bool Measure(string name, string data, DetectPeer peer, OpenCvPeer camera, string[] files)
    {
        using Model? model = DetectModels.TryOpen(name, Path.Combine(data, "models"), Threads, out string path, out string problem);
        if (model is not null)
        {
            foreach (PixelFormat format in new[] { PixelFormat.Bgr, PixelFormat.Yuyv })
            {
                using DetectSubject? subject = DetectSubject.TryMake(peer, camera, model, path, Threads, format, files, out problem);
                if (subject is null)
                {
                    break;
                }

                Console.WriteLine($"  {name,-12} {format,-6} {Row(subject)}");
            }
        }

        if (problem.Length > 0)
        {
            Console.Error.WriteLine($"detect: {problem}");
        }

        return problem.Length == 0;
    }

    private static string Row(DetectSubject subject)
    {
        Action<int>[] ways = [subject.RunOurs, subject.RunTheirs];
        List<double>[] times = [[], []];
        long bytes = 0;
        long found = 0;
        for (int round = 0; round < WarmUpRounds + Rounds; round++)
        {
            // Each round starts with the other way, so that a slow moment meets both.
            for (int turn = 0; turn < ways.Length; turn++)
            {
                int way = (round + turn) % ways.Length;
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                ways[way](round);
                double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                if (round >= WarmUpRounds)
                {
                    times[way].Add(milliseconds);
                    bytes += way == 0 ? allocated : 0;
                    found += way == 0 ? subject.Detector.Found.Count : 0;
                }
            }
        }

        return $"{Median(times[0]),9:F2} {Median(times[1]),10:F2} {Median([.. times[0].Zip(times[1], static (ours, theirs) => ours / theirs)]),7:F3} {(double)bytes / Rounds,15:F0} {(double)found / Rounds,20:F1}";
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
