using System.Diagnostics;
using EdgeAI.Benchmarks.Gateway.Fronts;
using EdgeAI.Benchmarks.Gateway.Subjects;
using EdgeAI.Benchmarks.Gateway.Traffic;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// Records per second that a front acknowledges durably, and the time from publish to PUBACK: the gateway's own beside MQTTnet's server, on
/// its own sockets and on Kestrel, before the same spool. No upstream: what is compared is the way from the socket to the disk and back.
/// </summary>
internal static class AcknowledgeBenchmarks
{
    private const int BatchFrames = 64;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    // Records per publish, connections, publishes of one connection on their way.
    private static readonly (int Frames, int Connections, int Window)[] Cases = [(1, 1, 1), (1, 1, 64), (1, 50, 1), (1, 50, 32), (1, 200, 1), (1, 200, 32), (BatchFrames, 50, 1)];

    /// <summary>Runs all; takes about three minutes.</summary>
    public static int Run(string[] args)
    {
        RunAsync(args is ["--seconds", string text] && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(4)).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(TimeSpan duration)
    {
        Console.WriteLine($"acknowledged durably, {StampedFrame.Length} B frames, QoS 1, {duration.TotalSeconds:0.#} s each, {Environment.ProcessorCount} cores, load on the same machine");
        Console.WriteLine($"{"records/publish",15} {"connections x window",20}  {"front",-28} {"records/s",10} {"ratio",6} {"p50 ms",8} {"p99 ms",8} {"us/record",9}");
        foreach ((int frames, int connections, int window) in Cases)
        {
            double own = double.NaN;
            foreach (FrontKind kind in Enum.GetValues<FrontKind>())
            {
                own = await RunAsync(kind, new PublisherOptions(0, connections, window, frames, 0, 0, 0), duration, own);
            }
        }
    }

    private static async Task<double> RunAsync(FrontKind kind, PublisherOptions options, TimeSpan duration, double own)
    {
        using Front front = new(kind);
        await front.AnswersAsync();
        using TrafficProcess publishers = await TrafficProcess.StartPublishersAsync(options with { Port = front.Port });
        publishers.Tell("go");
        await Task.Delay(WarmUp);
        TrafficArguments before = await publishers.AskAsync("mark");
        TimeSpan processor = front.Processor;
        long from = Stopwatch.GetTimestamp();
        await Task.Delay(duration);
        TrafficArguments after = await publishers.AskAsync("mark");
        double seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        processor = front.Processor - processor;
        if (after.Number("closed") > 0)
        {
            throw new InvalidOperationException($"the figures are worth nothing: {after.Number("closed")} connections closed");
        }

        long records = after.Number("acknowledged") - before.Number("acknowledged");
        double rate = records / seconds;
        own = kind == FrontKind.Own ? rate : own;
        Console.WriteLine($"{options.Frames,15} {options.Connections,12:N0} x {options.Window,5}  {Front.Name(kind),-28} {rate,10:N0} {rate / own,6:0.00} {after.Number("p50") / 1e6,8:0.00} {after.Number("p99") / 1e6,8:0.00} {processor.TotalMicroseconds / Math.Max(1, records),9:0.0}");
        publishers.Tell("quit");
        return own;
    }
}
