using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;

namespace EdgeAI.PowerCut;

/// <summary>
/// Throws damaged MQTT at the codec and at a live broker for a given time: the codec must read the same from bytes in one piece and in
/// two, and nothing may throw, hang or grow; meanwhile an honest robot's publishes must be acknowledged.
/// </summary>
public sealed class MqttFuzzer
{
    private const int CodecCasesPerRound = 2000;
    private const int ClientsPerRound = 20;
    private const int HeldOpenPerRound = 2;
    private const int WarmRounds = 3;
    private const long MaximumGrowth = 64 << 20;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The broker's clock for such limits is as coarse as it looks after its connections.
    private readonly HonestRobot _robot = new(ConnectTimeout - RecordBroker.WatchPeriod, TimeProvider.System);
    private readonly MqttMutator _mutator;
    private readonly Random _random;
    private readonly List<string> _findings = [];
    private readonly List<(Task Ended, long Since)> _heldOpen = [];

    /// <param name="seed">The seed of everything random.</param>
    public MqttFuzzer(int seed)
    {
        _mutator = new MqttMutator(seed);
        _random = new Random(seed + 1);
    }

    /// <summary>The inputs that were tried.</summary>
    public long Cases { get; private set; }

    /// <summary>What went wrong; empty when nothing did.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Fuzzes for a time and reports to a writer every ten seconds.</summary>
    public async Task RunAsync(TimeSpan duration, TextWriter output)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"edgeai-fuzz-{Guid.NewGuid():N}");
        GatewayOptions options = new()
        {
            Id = "gateway",
            Site = "hall",
            Port = 0,
            SpoolFolder = folder,
            Limits = new BrokerLimits { MaximumConnectsPerSecond = 100_000, ConnectTimeout = ConnectTimeout, PacketTimeout = TimeSpan.FromSeconds(1) },
        };
        await using RecordBroker broker = new(request => request.Complete(StoreStatus.Stored), () => "", options);
        await broker.StartAsync();
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan reported = TimeSpan.Zero;
        long before = 0;
        for (int round = 1; clock.Elapsed < duration && _findings.Count < 10; round++)
        {
            FuzzCodec();
            await FuzzBrokerAsync(broker.Port);
            if (await _robot.CheckAsync(broker.Port) is { } finding)
            {
                _findings.Add(finding);
            }

            CheckHeldOpen(Patience);
            Check(broker.Snapshot());
            // The first rounds fill the pools.
            before = round == WarmRounds ? GC.GetTotalMemory(true) : before;
            if (clock.Elapsed - reported > ReportPeriod)
            {
                reported = clock.Elapsed;
                long memory = CheckMemory(before);
                output.WriteLine($"{clock.Elapsed.TotalSeconds:F0} s: {Cases} cases, {Cases / clock.Elapsed.TotalSeconds:F0}/s, {memory >> 10} KiB, {_robot.Starved} starved, {_findings.Count} findings");
            }
        }

        await Task.WhenAny(Task.WhenAll(_heldOpen.Select(held => held.Ended)), Task.Delay(Patience));
        CheckHeldOpen(TimeSpan.Zero);
        CheckMemory(before);
        output.WriteLine($"{Cases} cases in {clock.Elapsed.TotalSeconds:F0} s, {_robot.Starved} starved; {(_findings.Count == 0 ? "nothing found" : string.Join("; ", _findings))}");
        output.WriteLine($"ended by: {string.Join(", ", broker.Snapshot().EndedBy.Select(pair => $"{pair.Key} {pair.Value}"))}");
    }

    private void FuzzCodec()
    {
        for (int round = 0; round < CodecCasesPerRound; round++)
        {
            byte version = (byte)(4 + _random.Next(2));
            byte[] bytes = _mutator.Next(version);
            Cases++;
            try
            {
                IReadOnlyList<string> whole = MqttCodecProbe.Read(new ReadOnlySequence<byte>(bytes), version);
                IReadOnlyList<string> split = MqttCodecProbe.Read(MqttCodecProbe.Split(bytes, _random.Next(bytes.Length + 1)), version);
                if (!whole.SequenceEqual(split))
                {
                    _findings.Add($"read in two pieces gives something else: {Convert.ToHexString(bytes)}");
                }
            }
            catch (Exception exception)
            {
                _findings.Add($"{exception.GetType().Name}: {Convert.ToHexString(bytes)}");
            }
        }
    }

    private async Task FuzzBrokerAsync(int port)
    {
        List<Task> clients = [];
        for (int index = 0; index < ClientsPerRound; index++)
        {
            byte version = (byte)(4 + _random.Next(2));
            byte[] hello = _random.Next(4) == 0 ? [] : MqttPackets.Connect(version, $"fuzz{index}");
            clients.Add(ThrowAsync(port, [.. hello, .. _mutator.Next(version), .. _mutator.Next(version)], _random.Next(64), closes: true));
            Cases++;
        }

        // These say nothing more and do not close: the broker must end them by itself, by what it reads or by their keep-alive of a second.
        for (int index = 0; index < HeldOpenPerRound; index++)
        {
            byte version = (byte)(4 + _random.Next(2));
            byte[] bytes = [.. MqttPackets.Connect(version, $"open{Cases}", keepAlive: 1), .. _mutator.Next(version), .. _mutator.Next(version)];
            _heldOpen.Add((ThrowAsync(port, bytes, _random.Next(64), closes: false), Stopwatch.GetTimestamp()));
            Cases++;
        }

        Task all = Task.WhenAll(clients);
        if (await Task.WhenAny(all, Task.Delay(Patience)) != all)
        {
            _findings.Add($"{clients.Count(client => !client.IsCompleted)} clients that had closed were not let go within {Patience.TotalSeconds:F0} s");
        }
    }

    private void CheckHeldOpen(TimeSpan patience)
    {
        _heldOpen.RemoveAll(held => held.Ended.IsCompleted);
        int hanging = _heldOpen.RemoveAll(held => Stopwatch.GetElapsedTime(held.Since) > patience);
        if (hanging > 0)
        {
            _findings.Add($"{hanging} clients that kept silent were not ended within {Patience.TotalSeconds:F0} s");
        }
    }

    private long CheckMemory(long before)
    {
        long memory = GC.GetTotalMemory(true);
        if (before > 0 && memory > before + MaximumGrowth)
        {
            _findings.Add($"memory grew from {before >> 10} to {memory >> 10} KiB");
        }

        return memory;
    }

    private static async Task ThrowAsync(int port, byte[] bytes, int cut, bool closes)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            int first = Math.Min(cut, bytes.Length);
            await socket.SendAsync(bytes.AsMemory(0, first));
            await socket.SendAsync(bytes.AsMemory(first));
            if (closes)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            byte[] answer = new byte[4096];
            while (await socket.ReceiveAsync(answer) > 0)
            {
                // Whatever the broker says: it must end it.
            }
        }
        catch (SocketException)
        {
            // Reset, which is an end as well.
        }
    }

    private void Check(BrokerStatistics statistics)
    {
        if (statistics.EndedBy.TryGetValue(ConnectionEnd.Failure, out long failures))
        {
            _findings.Add($"the broker failed {failures} times");
        }
    }
}
