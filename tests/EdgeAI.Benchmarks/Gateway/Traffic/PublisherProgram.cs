using System.Diagnostics;
using System.Globalization;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>
/// The load's process: one thread, bare sockets. Says "ready" once all are connected; takes "go", "mark" (what was acknowledged so far and the
/// times to PUBACK since the last mark), "stop" (ends sending, waits for what is on its way, says what was acknowledged) and "quit".
/// </summary>
internal static class PublisherProgram
{
    private const int PacedWaitMilliseconds = 1;
    private const int WaitMilliseconds = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromMilliseconds(2);

    /// <summary>Runs until "quit".</summary>
    public static int Run(string[] args)
    {
        PublisherOptions options = PublisherOptions.From(new TrafficArguments(args));
        using EventPoll poll = new();
        PublisherConnection[] connections = [.. Enumerable.Range(0, options.Connections).Select(number => new PublisherConnection(options, number, poll))];
        foreach (PublisherConnection connection in connections)
        {
            // The gateway lets fewer than a thousand a second in from one address.
            Thread.Sleep(ConnectPause);
            connection.Connect(options.Port);
        }

        Console.WriteLine("ready");
        Serve(options, connections, poll);
        foreach (PublisherConnection connection in connections)
        {
            connection.Dispose();
        }

        return 0;
    }

    private static void Serve(PublisherOptions options, PublisherConnection[] connections, EventPoll poll)
    {
        CommandLines commands = new();
        LatencyHistogram latency = new();
        bool going = false;
        long stopAsked = 0;
        long begin = 0;
        long budget = options.Records == 0 ? long.MaxValue : options.Records / options.Frames;
        long sent = 0;
        int turn = 0;
        while (true)
        {
            while (commands.TryTake(out string command))
            {
                switch (command)
                {
                    case "go":
                        going = true;
                        begin = Stopwatch.GetTimestamp();
                        break;
                    case "mark":
                        Console.WriteLine(Describe(connections, latency, each: false));
                        latency = new LatencyHistogram();
                        break;
                    case "stop":
                        going = false;
                        stopAsked = Stopwatch.GetTimestamp();
                        break;
                    default:
                        return;
                }
            }

            if (going)
            {
                // Without a pace the windows are filled once, and after that each answer makes room for the next.
                long due = options.RecordsPerSecond > 0
                    ? (long)(Stopwatch.GetElapsedTime(begin).TotalSeconds * options.RecordsPerSecond / options.Frames)
                    : sent == 0 ? long.MaxValue : 0;
                sent += Publish(connections, Math.Min(budget, due) - sent, ref turn);
                if (sent >= budget && connections.All(connection => connection.IsIdle))
                {
                    going = false;
                    Console.WriteLine("done");
                }
            }
            else if (stopAsked != 0 && (connections.All(connection => connection.IsIdle) || Stopwatch.GetElapsedTime(stopAsked) > Patience))
            {
                stopAsked = 0;
                Console.WriteLine(Describe(connections, latency, each: true));
            }

            int ready = poll.Wait(going && options.RecordsPerSecond > 0 ? PacedWaitMilliseconds : WaitMilliseconds);
            for (int index = 0; index < ready; index++)
            {
                PublisherConnection connection = connections[poll.NumberAt(index)];
                connection.OnReady(latency);

                // At once, while its memory is warm; a paced load goes round instead, or the first connections would do all of it. A quarter of a
                // window at a time: what a load generator saves in calls to the system, the server on the same machine has.
                if (going && options.RecordsPerSecond == 0 && connection.Free is int free && free > 0 && free >= options.Window / 4)
                {
                    int now = (int)Math.Min(free, budget - sent);
                    connection.Publish(now);
                    sent += now;
                }
            }
        }
    }

    private static long Publish(PublisherConnection[] connections, long due, ref int turn)
    {
        long sent = 0;
        for (int tried = 0; tried < connections.Length && sent < due; tried++)
        {
            turn = (turn + 1) % connections.Length;
            int now = (int)Math.Min(connections[turn].Free, due - sent);
            if (now > 0)
            {
                connections[turn].Publish(now);
                sent += now;
            }
        }

        return sent;
    }

    private static string Describe(PublisherConnection[] connections, LatencyHistogram latency, bool each) => string.Create(
        CultureInfo.InvariantCulture,
        $"published={connections.Sum(connection => connection.Published)} acknowledged={connections.Sum(connection => connection.Acknowledged)} closed={connections.Count(connection => connection.IsClosed)} p50={latency.Percentile(0.5)} p99={latency.Percentile(0.99)} max={latency.Maximum}{(each ? $" each={string.Join(',', connections.Select(connection => connection.Acknowledged))}" : "")}");
}
