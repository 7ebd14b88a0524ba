using System.Diagnostics;
using EdgeAI.Benchmarks.Preprocess;
using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;

namespace EdgeAI.Benchmarks.Detect;

/// <summary>Microseconds from YOLOX-nano's 3549 x 85 numbers to detections, beside the loop in C++ and beside the inference that made the numbers, in the same run.</summary>
internal static unsafe class DecodeBenchmarks
{
    private const string Name = "yolox-nano";
    private const int Rounds = 101;
    private const int WarmUpRounds = 20;
    private const int DecodesPerRound = 20;
    private const int Side = 416;
    private const int Classes = 80;
    private const float Overlap = 0.45f;

    /// <summary>Measures; a first argument names the shared data's folder.</summary>
    /// <returns>0, or 1 where something is missing.</returns>
    public static int Run(string[] args)
    {
        string data = args.Length > 0 ? args[0] : Path.Combine("..", "shared", "data");
        if (!DetectInputs.TryOpen(data, out DetectPeer? peer, out OpenCvPeer? camera, out string[] files, out string problem))
        {
            Console.Error.WriteLine($"decode: {problem}");
            return 1;
        }

        using (peer)
        using (camera)
        using (Model? model = DetectModels.TryOpen(Name, Path.Combine(data, "models"), 1, out string path, out problem))
        {
            if (model is null)
            {
                Console.Error.WriteLine($"decode: {problem}");
                return 1;
            }

            Console.WriteLine($"decode: {Name}'s 3549 x 85 to detections, one thread, {Rounds} interleaved rounds of {DecodesPerRound} over {files.Length} camera frames, medians; ratios are medians of the rounds' own");
            Console.WriteLine("  score above   ours us   C++ us  ratio   inference ms   of it   candidates kept   bytes");
            foreach (float threshold in new[] { 0.3f, 0.01f })
            {
                Measure(peer!, camera!, model, path, files, threshold);
            }
        }

        return 0;
    }

    private static void Measure(DetectPeer peer, OpenCvPeer camera, Model model, string path, string[] files, float threshold)
    {
        using DetectSubject subject = DetectSubject.TryMake(peer, camera, model, path, 1, PixelFormat.Bgr, files, out string problem) ?? throw new InvalidOperationException(problem);
        GraphShape graph = new(model.Session.Inputs, model.Session.OutputSpecs);
        HeadOptions options = new() { ScoreThreshold = threshold, OverlapThreshold = Overlap, ClassCount = Classes };
        if (!HeadTable.TryMake(HeadKind.Yolox, graph, options, out IDetectionHead? head, out problem))
        {
            throw new InvalidOperationException(problem);
        }

        DetectionList found = new(1000);
        Detection[] theirs = GC.AllocateArray<Detection>(1000, pinned: true);
        List<double>[] times = [[], [], []];
        long bytes = 0;
        long kept = 0;
        for (int round = 0; round < WarmUpRounds + Rounds; round++)
        {
            // A frame, then the inference alone: it leaves the numbers, and the caches, as a camera's loop has them.
            subject.RunOurs(round);
            long start = Stopwatch.GetTimestamp();
            model.Session.Run();
            double inference = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            int count = 0;
            double[] own = [0, 0, inference];
            for (int turn = 0; turn < 2; turn++)
            {
                int way = (round + turn) % 2;
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                start = Stopwatch.GetTimestamp();
                for (int decode = 0; decode < DecodesPerRound; decode++)
                {
                    if (way == 0)
                    {
                        head!.Decode(model.Session, found);
                    }
                    else
                    {
                        count = DecodeTheirs(peer, model.Session.Output(0), threshold, theirs);
                    }
                }

                own[way] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / DecodesPerRound;
                bytes += way == 0 && round >= WarmUpRounds ? GC.GetAllocatedBytesForCurrentThread() - allocated : 0;
            }

            if (count != found.Count)
            {
                throw new InvalidOperationException($"C++ finds {count} where {found.Count} are found");
            }

            for (int way = 0; round >= WarmUpRounds && way < own.Length; way++)
            {
                times[way].Add(own[way]);
            }

            kept += round >= WarmUpRounds ? found.Count : 0;
        }

        Console.WriteLine(
            $"  {threshold,11:F2} {Median(times[0]),9:F1} {Median(times[1]),8:F1} {Ratio(times[0], times[1]),6:F2} {Median(times[2]) / 1000,14:F2} {Ratio(times[0], times[2]),7:P2} {(double)kept / Rounds,17:F1} {bytes,7}");
    }

    private static int DecodeTheirs(DetectPeer peer, ReadOnlySpan<float> rows, float threshold, Detection[] found)
    {
        fixed (float* numbers = rows)
        fixed (Detection* room = found)
        {
            return peer.Yolox(numbers, Side, Classes, threshold, Overlap, room, found.Length);
        }
    }

    private static double Ratio(List<double> ours, List<double> theirs) => Median([.. ours.Zip(theirs, static (one, other) => one / other)]);

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
