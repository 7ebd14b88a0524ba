using System.Diagnostics;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>
/// Nanoseconds and bytes per reading, encoded and decoded, beside protobuf, SenML in CBOR and System.Text.Json in the same run. Each figure is the median
/// of many short rounds, and the rounds of all subjects take turns, so that a busy moment of the machine falls on all of them.
/// </summary>
internal static class FrameBenchmarks
{
    private const int Rounds = 101;
    private const double RoundMilliseconds = 4;

    /// <summary>Prints the table. Takes about a minute and a half.</summary>
    /// <param name="args">Not used.</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ReadingCase[] readings = ReadingCases.All();
        Console.WriteLine("Frames: median of " + Rounds + " interleaved rounds. A wire frame carries its own header and CRC-32C, the link form its delimiter too;");
        Console.WriteLine("the peers' messages have neither checksum nor framing. Each peer carries the same identity, number, time, uncertainty, scale and values.");
        Console.WriteLine("Protobuf and JSON reuse writer and message, their readers make a new object; SenML-CBOR (RFC 8428) is one pack a reading, both ways into reused records.");
        Console.WriteLine();
        Console.WriteLine($"{"",-44} {"ns/op",7} {"ratio",7} {"B alloc/op",11} {"bytes",7} {"ratio",7}");
        foreach (ReadingCase reading in readings)
        {
            Measure("encode, " + reading.Name, FrameSubjects.Encoders(reading));
            Measure("decode, " + reading.Name, FrameSubjects.Decoders(reading));
        }

        return 0;
    }

    private static void Measure(string title, FrameSubject[] subjects)
    {
        int[] counts = [.. subjects.Select(Calibrate)];
        double[][] nanoseconds = [.. subjects.Select(static _ => new double[Rounds])];
        long[] allocated = new long[subjects.Length];
        long sink = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int index = 0; index < subjects.Length; index++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                sink += subjects[index].Work(counts[index]);
                nanoseconds[index][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / counts[index];
                allocated[index] = GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        double[] medians = [.. nanoseconds.Select(static rounds => rounds.Order().ElementAt(Rounds / 2))];
        for (int index = 0; index < subjects.Length; index++)
        {
            string name = title + ": " + subjects[index].Name;
            double bytes = subjects[index].Bytes;
            Console.WriteLine($"{name,-44} {medians[index],7:F0} {medians[index] / medians[0],7:F2} {(double)allocated[index] / counts[index],11:F0} {bytes,7} {bytes / subjects[0].Bytes,7:F2}");
        }

        GC.KeepAlive(sink);
        Console.WriteLine();
    }

    /// <summary>How many turns fill a round, once the code is compiled in its final form.</summary>
    private static int Calibrate(FrameSubject subject)
    {
        long begun = Stopwatch.GetTimestamp();
        long turns = 0;
        while (Stopwatch.GetElapsedTime(begun).TotalMilliseconds < 400)
        {
            subject.Work(200);
            turns += 200;
        }

        long start = Stopwatch.GetTimestamp();
        subject.Work(1_000);
        double each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / 1_000;
        return (int)Math.Clamp(RoundMilliseconds / each, 100, turns);
    }
}
