using System.IO.Pipes;
using EdgeAI.Device.Time;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Load;

/// <summary>
/// What the machine gives anybody at that hour: the same rate beside the same camera and the same allocations, a stamp through a pipe to a thread
/// that waits for it. No frame, no graph, no model.
/// </summary>
internal static class SlipFloor
{
    /// <summary>Runs the load and prints how long a stamp took.</summary>
    public static void Run(TimeSpan duration, IClock clock)
    {
        LoadStream stream = new("stamp written to stamp read", 1_000_000);
        Picture picture = new();
        long seen = 0;
        GcPauses pauses = new();
        using AnonymousPipeServerStream writing = new(PipeDirection.Out);
        using AnonymousPipeClientStream reading = new(PipeDirection.In, writing.ClientSafePipeHandle);
        Thread controller = new(() =>
        {
            byte[] stamp = new byte[sizeof(long)];
            while (reading.ReadAtLeast(stamp, stamp.Length, throwOnEndOfStream: false) == stamp.Length)
            {
                stream.Finish(BitConverter.ToInt64(stamp), clock.Nanoseconds);
            }
        })
        { Name = "controller", IsBackground = true };
        controller.Start();
        byte[] sent = new byte[sizeof(long)];
        LoadSource source = new(clock, static _ => { }, now => Send(now), _ => seen += picture.Sum());
        Thread sensors = new(() => source.Run(duration)) { Name = "sensors", IsBackground = true };
        sensors.Start();
        while (!sensors.Join(10))
        {
            pauses.Observe();
        }

        writing.Dispose();
        controller.Join();
        Console.WriteLine("the machine's floor: a stamp through a pipe, no graph, no model");
        stream.Print();
        LoadReport.PrintPauses(pauses);

        void Send(long now)
        {
            stream.Produced++;
            BitConverter.TryWriteBytes(sent, now);
            writing.Write(sent);
        }
    }
}
