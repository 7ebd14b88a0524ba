using System.Diagnostics;
using System.Net;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>
/// Records per second that the gateway acknowledges durably, and the time from publish to PUBACK, beside two peers in the same run: the
/// same MQTT server storing nothing (what the broker costs) and the bare spool without MQTT (what the disk costs).
/// </summary>
internal static class AcknowledgeBenchmarks
{
    private const int FrameLength = 200;
    private const int HeaderLength = 24;
    private const int BatchFrames = 64;
    private const string Site = "bench";

    private static readonly int[] ConnectionCounts = [1, 50, 200];
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2.5);

    /// <summary>Runs all; takes about a minute.</summary>
    public static int Run(string[] args)
    {
        _ = args;
        RunAsync().GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync()
    {
        Console.WriteLine($"acknowledged durably, {FrameLength} B frames, one publish on its way per connection, {Environment.ProcessorCount} cores, load on the same machine");
        Console.WriteLine($"{"records/publish",15} {"connections",11}  {"",-28} {"records/s",11} {"publishes/s",11} {"p50 ms",8} {"p99 ms",8}");
        foreach (int frames in (int[])[1, BatchFrames])
        {
            foreach (int connections in ConnectionCounts)
            {
                Report(frames, connections, "gateway, durable", await RunGatewayAsync(frames, connections));
                Report(frames, connections, "same server, storing nothing", await RunEmptyServerAsync(frames, connections));
                Report(frames, connections, "bare spool, no MQTT", await RunSpoolAsync(frames, connections));
            }
        }
    }

    private static void Report(int frames, int connections, string what, LoadResult result)
        => Console.WriteLine($"{frames,15} {connections,11}  {what,-28} {result.RecordsPerSecond,11:N0} {result.PublishesPerSecond,11:N0} {result.Percentile(0.5),8:0.00} {result.Percentile(0.99),8:0.00}");

    private static async Task<LoadResult> RunGatewayAsync(int frames, int connections)
    {
        string folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
        try
        {
            await using GatewayHost gateway = await GatewayHost.StartAsync(new GatewayOptions { Id = "bench", Site = Site, Port = 0, SpoolFolder = folder });
            LoadResult result = await LoadAsync(gateway.Port, frames, connections);
            GatewayStatistics after = gateway.Snapshot();
            if (after.Broker.Refused > 0 || after.Spool.RecordsStored != after.Broker.Acknowledged * frames)
            {
                throw new InvalidOperationException($"the figures are worth nothing: {after}");
            }

            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<LoadResult> RunEmptyServerAsync(int frames, int connections)
    {
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(0)
            .Build();
        using MqttServer server = new MqttServerFactory().CreateMqttServer(options);
        server.InterceptingPublishAsync += args =>
        {
            args.ProcessPublish = false;
            args.Response.ReasonCode = MqttPubAckReasonCode.Success;
            return Task.CompletedTask;
        };
        await server.StartAsync();
        LoadResult result = await LoadAsync(options.DefaultEndpointOptions.Port, frames, connections);
        await server.StopAsync(new MqttServerStopOptions());
        return result;
    }

    private static async Task<LoadResult> RunSpoolAsync(int frames, int connections)
    {
        string folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
        try
        {
            using RecordSpool spool = RecordSpool.Open(new SpoolOptions { Folder = folder, Gateway = "bench" });
            return await MeasureAsync(frames, [.. Enumerable.Range(0, connections).Select(index => Store(spool, frames, $"robot-{index}"))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Func<ValueTask<long>> Store(RecordSpool spool, int frames, string robot)
    {
        RobotBatchWriter writer = new(64 << 10);
        byte[] frame = MakeFrame();
        ulong number = 0;
        return async () =>
        {
            ReadOnlyMemory<byte> payload = frames == 1 ? frame : MakeBatch(writer, ++number, frames, frame);
            long start = Stopwatch.GetTimestamp();
            StoreRequest request = frames == 1 ? StoreRequest.ForFrame(robot, payload, 0) : OpenBatch(robot, payload);
            StoreStatus status = await spool.StoreAsync(request).ConfigureAwait(false);
            return status == StoreStatus.Stored ? Stopwatch.GetTimestamp() - start : throw new InvalidOperationException($"the spool answered {status}");
        };
    }

    private static StoreRequest OpenBatch(string robot, ReadOnlyMemory<byte> payload)
    {
        _ = RobotBatchReader.Open(payload.Span, out RobotBatchReader opened);
        return StoreRequest.ForBatch(robot, payload, opened, 0);
    }

    private static async Task<LoadResult> LoadAsync(int port, int frames, int connections)
    {
        List<RawPublisher> publishers = [];
        try
        {
            List<Func<ValueTask<long>>> loops = [];
            for (int index = 0; index < connections; index++)
            {
                RawPublisher publisher = new();
                publishers.Add(publisher);
                await publisher.ConnectAsync(port, $"bench-{index}");
                loops.Add(Publish(publisher, frames, $"robot-{index}"));
            }

            return await MeasureAsync(frames, loops);
        }
        finally
        {
            publishers.ForEach(publisher => publisher.Dispose());
        }
    }

    private static Func<ValueTask<long>> Publish(RawPublisher publisher, int frames, string robot)
    {
        byte[] frame = MakeFrame();
        RobotBatchWriter writer = new(64 << 10);
        ulong number = 0;
        byte[] packet = frames == 1
            ? RawPublisher.MakePublish(Topics.RawFrame(Site, robot, 0, 0), frame, out int packetIdOffset, out int payloadOffset)
            : RawPublisher.MakePublish(Topics.RobotBatch(Site, robot), MakeBatch(writer, 1, frames, frame).Span, out packetIdOffset, out payloadOffset);
        return () =>
        {
            if (frames > 1)
            {
                MakeBatch(writer, ++number, frames, frame).CopyTo(packet.AsMemory(payloadOffset));
            }

            return publisher.PublishAsync(packet, packetIdOffset);
        };
    }

    private static async Task<LoadResult> MeasureAsync(int recordsPerPublish, List<Func<ValueTask<long>>> loops)
    {
        long begin = Stopwatch.GetTimestamp();
        long from = begin + (long)(WarmUp.TotalSeconds * Stopwatch.Frequency);
        long until = from + (long)(Duration.TotalSeconds * Stopwatch.Frequency);
        List<long>[] ticks = await Task.WhenAll(loops.Select(loop => Task.Run(() => LoopAsync(loop, from, until))));
        return new LoadResult(Duration.TotalSeconds, recordsPerPublish, [.. ticks.SelectMany(list => list)]);
    }

    private static async Task<List<long>> LoopAsync(Func<ValueTask<long>> publish, long from, long until)
    {
        List<long> ticks = new(1 << 12);
        for (long now = Stopwatch.GetTimestamp(); now < until; now = Stopwatch.GetTimestamp())
        {
            long elapsed = await publish().ConfigureAwait(false);
            if (now >= from)
            {
                ticks.Add(elapsed);
            }
        }

        return ticks;
    }

    private static ReadOnlyMemory<byte> MakeBatch(RobotBatchWriter writer, ulong number, int frames, byte[] frame)
    {
        writer.Begin(1, number);
        for (int index = 0; index < frames; index++)
        {
            writer.TryAdd(RecordClass.Telemetry, 1, 1, frame);
        }

        return writer.Finish();
    }

    // A frame as firmware/WIRE.md has it: version 1, board 0, stream 0, CRC-32C at the end.
    private static byte[] MakeFrame()
    {
        byte[] frame = new byte[FrameLength];
        frame[0] = 1;
        frame[1] = 0x13;
        Random.Shared.NextBytes(frame.AsSpan(HeaderLength));
        uint register = uint.MaxValue;
        foreach (byte value in frame.AsSpan(0, FrameLength - sizeof(uint)))
        {
            register = System.Numerics.BitOperations.Crc32C(register, value);
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(FrameLength - sizeof(uint)), ~register);
        return frame;
    }
}
