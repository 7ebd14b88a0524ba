namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>What a load process is to do.</summary>
/// <param name="Port">The broker's port on loopback.</param>
/// <param name="Connections">The connections, each a robot of its own.</param>
/// <param name="Window">The publishes of one connection on their way at once.</param>
/// <param name="Frames">1 for one raw frame a publish; more for robot batches of as many.</param>
/// <param name="RecordsPerSecond">The pace over all connections; 0 for as fast as acknowledgements come.</param>
/// <param name="FirstBoard">The first connection's board number; the others follow.</param>
/// <param name="Records">The records after which it stops by itself; 0 for none.</param>
internal sealed record PublisherOptions(int Port, int Connections, int Window, int Frames, long RecordsPerSecond, int FirstBoard, long Records)
{
    public static PublisherOptions From(TrafficArguments arguments) => new(
        (int)arguments.Number("port"),
        (int)arguments.Number("connections", 1),
        (int)arguments.Number("window", 1),
        (int)arguments.Number("frames", 1),
        arguments.Number("rate"),
        (int)arguments.Number("board"),
        arguments.Number("records"));

    /// <summary>The same as words for the process.</summary>
    public IEnumerable<string> Words()
        => [$"port={Port}", $"connections={Connections}", $"window={Window}", $"frames={Frames}", $"rate={RecordsPerSecond}", $"board={FirstBoard}", $"records={Records}"];
}
