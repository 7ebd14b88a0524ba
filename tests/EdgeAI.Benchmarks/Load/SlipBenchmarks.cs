using EdgeAI.Device.Board;
using EdgeAI.Perception.Models;
using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Benchmarks.Load;

/// <summary>
/// From a hand's frame on its serial line to the controller that reads the outlet, the slip model included, beside the camera's load; and the
/// same where the graph thread has a real-time priority, and where it looks at the line each millisecond instead of being woken by it. Beside them
/// the machine's own floor.
/// </summary>
internal static class SlipBenchmarks
{
    private static readonly TimeSpan OthersLongest = TimeSpan.FromMinutes(1);

    /// <summary>Runs all ways.</summary>
    /// <returns>0, or 1 where something was lost; 2 for bad arguments.</returns>
    public static int Run(string[] args)
    {
        if (LoadOptions.Parse(args) is not { } options)
        {
            return 2;
        }

        if (!Model.TryOpen(Path.Combine(options.Models, "grasp-stability"), new ModelOptions(), out Model? model, out string problem))
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        using (model)
        {
            TimeSpan others = options.Duration < OthersLongest ? options.Duration : OthersLongest;
            Console.WriteLine($"slip: {options.Duration.TotalSeconds:F0} s woken by the line, the others {others.TotalSeconds:F0} s, 500 Hz over a pseudo-terminal, {Environment.ProcessorCount} processors, beside a 30 Hz camera and a thread that allocates {options.GarbageMegabytesPerSecond} MB/s");
            using GarbageThread garbage = new(options.GarbageMegabytesPerSecond);
            SlipFloor.Run(others, new MonotonicClock());
            return Measure("woken by the line (poll(2))", model!, isWoken: true, ThreadScheduling.Normal, options.Duration)
                && Measure("woken by the line, SCHED_FIFO", model!, isWoken: true, ThreadScheduling.Fifo, others)
                && Measure("looking each millisecond", model!, isWoken: false, ThreadScheduling.Normal, others) ? 0 : 1;
        }
    }

    private static bool Measure(string name, Model model, bool isWoken, ThreadScheduling scheduling, TimeSpan duration)
    {
        MonotonicClock clock = new();
        string path = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"edgeai-slip-{Environment.ProcessId}");
        OutletRingOptions ringOptions = new() { Path = path, Boot = 1, OriginNanoseconds = 0 };
        if (!OutletRing.TryCreate(ringOptions, clock, out OutletRing? ring, out string problem) || !OutletRingReader.TryOpen(path, out OutletRingReader? reader, out problem))
        {
            Console.Error.WriteLine(problem);
            return false;
        }

        using SerialHostLine board = new();
        if (!SerialLink.TryOpen(board.Name, 921600, clock, out SerialLink? link, out problem))
        {
            Console.Error.WriteLine(problem);
            return false;
        }

        using (link)
        using (reader)
        {
            using Outlet outlet = new(clock, [ring]);
            using SlipSide side = new(model, new HostLink(board), link, outlet, isWoken, scheduling, clock);
            bool isWell = side.Run(name, reader, duration);
            File.Delete(path + ".lock");
            return isWell;
        }
    }

    /// <summary>The board's end of a serial line.</summary>
    private sealed class HostLink(SerialHostLine line) : ILink
    {
        public LinkStatus Send(byte[] buffer, int offset, int count) => line.Write(buffer.AsSpan(offset, count), 0) ? LinkStatus.Ok : LinkStatus.Full;

        public int Receive(byte[] buffer, int offset, int capacity) => line.Receive(buffer, offset, capacity);
    }
}
