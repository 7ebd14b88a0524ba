using EdgeAI.Benchmarks.Gateway.Subjects;
using EdgeAI.Benchmarks.Gateway.Traffic;

namespace EdgeAI.Benchmarks.Gateway;

/// <summary>One case's machinery: a folder, the relay under test, the upstream broker behind it and the city's subscriber at that.</summary>
internal sealed class Scene : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
    private readonly string _upstreamFolder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
    private readonly int _upstreamPort = FreePort.Find();
    private MeasuredProcess? _upstream;
    private TrafficProcess? _subscriber;

    public Scene(RelayKind kind) => Relay = new Relay(kind, _folder, _upstreamPort);

    public Relay Relay { get; }

    public MeasuredProcess Upstream => _upstream ?? throw new InvalidOperationException("the upstream is away");

    public TrafficProcess Subscriber => _subscriber ?? throw new InvalidOperationException("the upstream is away");

    /// <summary>Brings the upstream with its subscriber.</summary>
    /// <param name="liveFrom">The first board whose ages at arrival count.</param>
    public async Task StartUpstreamAsync(int liveFrom = 0)
    {
        MeasuredProcess upstream = Mosquitto.StartUpstream(_upstreamFolder, _upstreamPort);
        _upstream = upstream;
        await FreePort.AnswersAsync(_upstreamPort, Bound, () => upstream.IsAlive);
        _subscriber = await TrafficProcess.StartSubscriberAsync(_upstreamPort, liveFrom);
    }

    /// <summary>Starts publishers at the relay.</summary>
    public Task<TrafficProcess> StartPublishersAsync(PublisherOptions options) => TrafficProcess.StartPublishersAsync(options with { Port = Relay.Port });

    /// <summary>Waits until so many different frames arrived, or none arrived any more for as long as the patience; how many did.</summary>
    public async Task<long> ArriveAsync(long records, TimeSpan patience)
    {
        using PeriodicTimer timer = new(PollPeriod);
        long arrived = (await Subscriber.AskAsync("count")).Number("arrived");
        for (TimeSpan quiet = TimeSpan.Zero; arrived < records && quiet < patience; quiet += PollPeriod)
        {
            await timer.WaitForNextTickAsync();
            long now = (await Subscriber.AskAsync("count")).Number("arrived");
            quiet = now > arrived ? TimeSpan.Zero : quiet;
            arrived = now;
        }

        return arrived;
    }

    /// <summary>How many of the acknowledged frames did not arrive.</summary>
    /// <param name="stopped">What the publishers answered to "stop".</param>
    /// <param name="firstBoard">Their first board.</param>
    public async Task<long> MissingAsync(TrafficArguments stopped, int firstBoard = 0)
        => (await Subscriber.AskAsync($"check board={firstBoard} each={string.Join(',', stopped.Numbers("each"))}")).Number("missing");

    public void Dispose()
    {
        Relay.Dispose();
        _subscriber?.Dispose();
        _upstream?.Dispose();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_upstreamFolder, recursive: true);
    }
}
