using EdgeAI.Perception.Models;

namespace EdgeAI.Benchmarks.Load;

/// <summary>
/// 1 kHz torque, 500 Hz tactile with a model, a 30 Hz camera, for ten minutes on the runtime, and beside it, for one at most, as .NET programs usually do it.
/// </summary>
internal static class MixedBenchmarks
{
    private static readonly TimeSpan PeersLongest = TimeSpan.FromMinutes(1);

    /// <summary>Runs both sides.</summary>
    /// <returns>0, or 1 where something was lost without a word or a graph thread allocated; 2 for bad arguments.</returns>
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
            TimeSpan peers = options.Duration < PeersLongest ? options.Duration : PeersLongest;
            Console.WriteLine($"mixed: {options.Duration.TotalSeconds:F0} s, then the peer for {peers.TotalSeconds:F0} s, {Environment.ProcessorCount} processors, beside a thread that allocates {options.GarbageMegabytesPerSecond} MB/s");
            using GarbageThread garbage = new(options.GarbageMegabytesPerSecond);
            using RuntimeSide runtime = new(model!);
            bool isWell = runtime.Run(options.Duration);
            new ChannelSide(model!).Run(peers);
            return isWell ? 0 : 1;
        }
    }
}
