using System.Text;
using EdgeAI.Gateway;
using EdgeAI.Gateway.StandIn;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Gateways;
using EdgeAI.Records;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Wiring;

namespace EdgeAI.Robot.Outbound;

/// <summary>
/// The way out: the robot's publisher, its gateway where the profile embeds one, and the city's stand-in where the profile asks
/// for one. The robot reaches its gateway over MQTT even when both live in one process.
/// </summary>
internal sealed class DeliveryChain : IAsyncDisposable
{
    private const int PublishWindow = 16;

    // The gateway is on this machine: it is back as soon as it is started, and a drain should not sleep past that.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _robotName;
    private readonly uint _boot;
    private readonly OutboundQueue _queue;
    private CityStandIn? _city;
    private GatewayHost? _gateway;
    private GatewayOutbox? _outbox;
    private WindowedPublisher? _publisher;
    private long _delivered;

    private DeliveryChain(RobotParts parts, GatewayAddress gateway)
    {
        Gateway = gateway;
        _robotName = Encoding.ASCII.GetBytes(parts.Profile.Robot.Id);
        _boot = parts.Boot;
        _queue = parts.Outbound;
    }

    /// <summary>Starts everything from the city inwards.</summary>
    /// <exception cref="CannotRunException">A port is in use, the spool folder cannot be written, or the like.</exception>
    public static async Task<DeliveryChain> StartAsync(RobotParts parts, RunOptions options)
    {
        DeliveryChain chain = new(parts, GatewayAddress.From(parts.Profile, options));
        try
        {
            await chain.StartPartsAsync(parts, options).ConfigureAwait(false);
            return chain;
        }
        catch (Exception problem)
        {
            await chain.DisposeAsync().ConfigureAwait(false);
            if (problem is GatewayException)
            {
                throw new CannotRunException($"{problem.Message} (for one run: --gateway-port, --city-port, --spool)", problem);
            }

            throw;
        }
    }

    /// <summary>Records of this run that reached the end of the way that is known here: the city, the gateway's policy, which counts what it keeps back, or the gateway's disk.</summary>
    public long Delivered => _city is null ? _outbox?.AcknowledgedRecords ?? 0 : Volatile.Read(ref _delivered) + KeptBack;

    /// <summary>Records of this run that wait on the gateway's disk for the city; they go at the gateway's next chance.</summary>
    public long InSpool => _city is null || _gateway is null ? 0 : Math.Clamp(_outbox!.AcknowledgedRecords - Delivered, 0, _gateway.Snapshot().Spool.Depth);

    /// <summary>Where the robot reaches its gateway.</summary>
    public GatewayAddress Gateway { get; private set; }

    private long KeptBack => _gateway?.Snapshot().Policy is { } policy ? policy.Withheld + policy.Held : 0;

    /// <summary>Where those wait.</summary>
    public string SpoolFolder { get; private set; } = "";

    /// <summary>Waits until everything queued has reached the end of the way.</summary>
    /// <returns>Whether it did in time; what did not stays in the gateway's spool, or is lost with the robot's memory.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout)
    {
        using CancellationTokenSource limit = new(timeout);
        try
        {
            while (_queue.Ledger.InFlight > 0 || _outbox!.UnacknowledgedRecords > 0)
            {
                await Task.Delay(PollPeriod, limit.Token).ConfigureAwait(false);
            }

            return _gateway is null || _city is null || await _gateway.DrainAsync(timeout, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The gateway as the dashboard shows it.</summary>
    public GatewayRow GatewayRow()
    {
        UplinkStatistics own = _publisher!.Snapshot();
        GatewayStatistics? gateway = _gateway?.Snapshot();
        string note = own.Connected && own.Refused == 0 ? gateway?.Spool.LastError ?? "" : own.LastError;
        return new GatewayRow(
            own.Connected,
            _outbox!.AcknowledgedRecords,
            _queue.Ledger.InFlight + _outbox.UnacknowledgedRecords,
            gateway?.Spool.Depth,
            gateway?.Spool.Bytes,
            gateway?.Spool.Commits,
            gateway?.Spool.Quarantined,
            note);
    }

    /// <summary>The city as the dashboard shows it; null where no stand-in runs here.</summary>
    public CityRow? CityRow()
    {
        if (_city is null)
        {
            return null;
        }

        CityStatistics city = _city.Snapshot();
        return new CityRow(city.Records - city.OwnRecords, Volatile.Read(ref _delivered), city.Simulated, city.Replayed, city.Duplicates, city.Missing, city.Rejected.Values.Sum());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_publisher is not null)
        {
            await _publisher.DisposeAsync().ConfigureAwait(false);
        }

        _outbox?.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync().ConfigureAwait(false);
        }

        if (_city is not null)
        {
            await _city.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task StartPartsAsync(RobotParts parts, RunOptions options)
    {
        Profile profile = parts.Profile;
        GatewayProfile gateway = profile.Gateway;
        if (profile.City.StandIn)
        {
            int cityPort = options.CityPort ?? gateway.Uplink?.Upstreams[0].Port ?? 0;
            _city = await CityStandIn.StartAsync(new CityStandInOptions { Port = cityPort, OnRecord = Count }).ConfigureAwait(false);
        }

        if (gateway.Embedded)
        {
            GatewayOptions embedded = GatewayOptions.From(profile) with { Port = Gateway.Port };
            embedded = options.Spool is { } spool ? embedded with { SpoolFolder = Path.GetFullPath(spool) } : embedded;
            embedded = _city is null ? embedded : embedded.WithUpstream(gateway.Uplink!.Upstreams[0].Host, _city.Port);
            SpoolFolder = embedded.SpoolFolder;
            _gateway = await GatewayHost.StartAsync(embedded).ConfigureAwait(false);
            Gateway = Gateway with { Port = _gateway.Port };
        }

        _outbox = new GatewayOutbox(_queue, Topics.RobotBatch(profile.Site, profile.Robot.Id), _boot, PublishWindow);
        _publisher = new WindowedPublisher(_outbox, new WindowedPublisherOptions
        {
            Host = Gateway.Host,
            Port = Gateway.Port,
            Tls = Gateway.Tls,
            ClientId = $"{profile.Robot.Id}-{_boot}",
            Window = PublishWindow,
            MaximumBackoff = LongestPause,
        });
        _publisher.Start();
    }

    private void Count(RecordId id, in GatewayRecord record, bool isDuplicate)
    {
        // A spool may still hold records of an earlier run: they are the city's, and not this run's.
        if (isDuplicate || record.RobotBoot != _boot || !record.Robot.SequenceEqual(_robotName))
        {
            return;
        }

        Volatile.Write(ref _delivered, _delivered + 1);
    }
}
