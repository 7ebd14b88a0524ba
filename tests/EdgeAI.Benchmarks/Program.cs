using EdgeAI.Benchmarks.City;
using EdgeAI.Benchmarks.Collections;
using EdgeAI.Benchmarks.Detect;
using EdgeAI.Benchmarks.Frames;
using EdgeAI.Benchmarks.Gateway;
using EdgeAI.Benchmarks.Gateway.Fronts;
using EdgeAI.Benchmarks.Gateway.Store;
using EdgeAI.Benchmarks.Gateway.Traffic;
using EdgeAI.Benchmarks.Graph;
using EdgeAI.Benchmarks.Inference;
using EdgeAI.Benchmarks.Load;
using EdgeAI.Benchmarks.Outlets;
using EdgeAI.Benchmarks.Preprocess;
using EdgeAI.Benchmarks.Recording;
using EdgeAI.Benchmarks.Replays;
using EdgeAI.GatewayFleet;

// Every figure that the README quotes comes from one of these, each beside its peers in the same run.
Dictionary<string, Func<string[], int>> suites = new(StringComparer.Ordinal)
{
    ["outlet"] = OutletBenchmarks.Run,
    ["decode"] = DecodeBenchmarks.Run,
    ["detect"] = DetectBenchmarks.Run,
    ["frames"] = FrameBenchmarks.Run,
    ["inference"] = InferenceBenchmarks.Run,
    ["preprocess"] = PreprocessBenchmarks.Run,
    ["replay"] = ReplayBenchmarks.Run,
    ["recording"] = RecordingBenchmarks.Run,
    ["acknowledge"] = AcknowledgeBenchmarks.Run,
    ["spool"] = SpoolBenchmarks.Run,
    ["wear"] = WearBenchmarks.Run,
    ["policy"] = PolicyBenchmarks.Run,
    ["proof"] = ProofBenchmarks.Run,
    ["verify"] = VerifyBenchmarks.Run,
    ["gateway"] = EndToEndBenchmarks.Run,
    ["drain"] = DrainBenchmarks.Run,
    ["memory"] = MemoryBenchmarks.Run,
    ["losses"] = LossBenchmarks.Run,
    ["city"] = CityBenchmarks.Run,
    ["mixed"] = MixedBenchmarks.Run,
    ["slip"] = SlipBenchmarks.Run,
    ["caterpillar"] = CaterpillarBenchmarks.Run,
    ["edge"] = CrossThreadBenchmarks.Run,
    ["gc"] = CollectorBenchmarks.Run,
};

// The traffic of the gateway's benchmarks and the fronts that it is sent to, in processes of their own.
Dictionary<string, Func<string[], int>> modes = new(StringComparer.Ordinal)
{
    ["publish"] = PublisherProgram.Run,
    ["subscribe"] = SubscriberProgram.Run,
    ["front"] = FrontProgram.Run,
    ["fleet"] = FleetProgram.Run,
};

if (args.Length > 0 && modes.TryGetValue(args[0], out Func<string[], int>? mode))
{
    return mode(args[1..]);
}

if (args is ["all"])
{
    return suites.Values.Max(static run => run([]));
}

if (args.Length == 0 || !suites.TryGetValue(args[0], out Func<string[], int>? suite))
{
    Console.Error.WriteLine($"name one of: {string.Join(", ", suites.Keys)}, all (dotnet run -c Release --project tests/EdgeAI.Benchmarks -- frames)");
    return 2;
}

return suite(args[1..]);
