using System.Collections.Immutable;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>Where a gateway's records go and how.</summary>
public sealed record UplinkOptions
{
    /// <summary>The upstreams, the preferred one first; the others take over in this order. Without any, the records wait in the spool.</summary>
    public ImmutableArray<UpstreamOptions> Upstreams { get; init; } = [];

    /// <summary>What lets a record leave the spool.</summary>
    public TrimBy TrimBy { get; init; } = TrimBy.Receipt;

    /// <summary>The PEM files of the city's public keys; by <see cref="TrimBy.Receipt"/> one at least.</summary>
    public ImmutableArray<string> CityKeyFiles { get; init; } = [];

    /// <summary>How long a batch may be without the city's receipt before it is sent again, 1 s to 1 h.</summary>
    public TimeSpan ReceiptWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most batches on their way at once, live and backlog together; backlog takes at most half of them. A broker's Receive Maximum narrows it.</summary>
    public int Window { get; init; } = 16;

    /// <summary>The most records in a batch, 1 to 65535.</summary>
    public int BatchRecords { get; init; } = 1024;

    /// <summary>The most bytes of a batch before it is compressed, 1 KiB to 1 MiB; a record that is longer goes alone.</summary>
    public int BatchBytes { get; init; } = 256 << 10;

    /// <summary>zstd's level, 1 to 19; 0 does not compress.</summary>
    public int CompressionLevel { get; init; }

    /// <summary>How long a record may wait for company while another batch of its class is on its way.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How many records of a class may wait before what waits is drained as backlog, beside what comes in.</summary>
    public long BacklogThreshold { get; init; } = 10_000;

    /// <summary>The most records per second that are drained as backlog, all classes but safety together; nothing for no limit but half of the window.</summary>
    public double? BacklogRecordsPerSecond { get; init; }

    /// <summary>The share of what is sent, 0 to 0.125, that each class gets, live and backlog each, when others have more to say.</summary>
    public double MinimumShare { get; init; } = 0.05;

    /// <summary>The most bytes per second of batches, topics and MQTT's headers together, averaged over a second; nothing for no limit.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>When classes may go; a class without a rule may always go.</summary>
    public ImmutableArray<ScheduleRule> Schedule { get; init; } = [];

    /// <summary>The fixed distance from UTC of the schedule's times.</summary>
    public TimeSpan ScheduleOffset { get; init; }

    /// <summary>How many connections in a row may fail, or end without an acknowledgement, before the next upstream is tried.</summary>
    public int FailuresBeforeNext { get; init; } = 3;

    /// <summary>How long records may wait for an upstream without one acknowledgement before the next one is tried.</summary>
    public TimeSpan SilenceBeforeNext { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long another upstream serves before the preferred one is tried again beside it.</summary>
    public TimeSpan ReturnAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an upstream may leave the oldest batch unanswered, from its last answer before that on, before the connection counts as dead.</summary>
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The MQTT keep-alive period.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause before the first new attempt; doubles with each until an acknowledgement arrives.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The seed of all jitter; nothing for a random one.</summary>
    public int? JitterSeed { get; init; }

    /// <summary>Looks at every number.</summary>
    /// <exception cref="GatewayException">One is out of range; the message names it and the range.</exception>
    public void Validate()
    {
        Require(Enum.IsDefined(TrimBy), nameof(TrimBy), TrimBy, $"{nameof(TrimBy.Receipt)} or {nameof(TrimBy.Puback)}");
        Require(ReceiptWithin >= TimeSpan.FromSeconds(1) && ReceiptWithin <= TimeSpan.FromHours(1), nameof(ReceiptWithin), ReceiptWithin, "1 second to 1 hour");
        Require(Window is >= 1 and <= 1024, nameof(Window), Window, "1 to 1024");
        Require(BatchRecords is >= 1 and <= ushort.MaxValue, nameof(BatchRecords), BatchRecords, "1 to 65535");
        Require(BatchBytes is >= 1 << 10 and <= 1 << 20, nameof(BatchBytes), BatchBytes, "1024 to 1048576");
        Require(CompressionLevel is >= 0 and <= 19, nameof(CompressionLevel), CompressionLevel, "0 to 19");
        Require(BacklogThreshold >= 0, nameof(BacklogThreshold), BacklogThreshold, "0 or more");
        Require(BacklogRecordsPerSecond is null or > 0, nameof(BacklogRecordsPerSecond), BacklogRecordsPerSecond, "above 0, or leave it out");
        Require(MinimumShare is >= 0 and <= 0.125, nameof(MinimumShare), MinimumShare, "0 to 0.125");
        Require(BytesPerSecond is null or > 0, nameof(BytesPerSecond), BytesPerSecond, "above 0, or leave it out");
        Require(FailuresBeforeNext >= 1, nameof(FailuresBeforeNext), FailuresBeforeNext, "1 or more");
        Require(ScheduleOffset.Duration() <= TimeSpan.FromHours(14), nameof(ScheduleOffset), ScheduleOffset, "-14 to 14 hours");
        foreach ((string name, TimeSpan value) in (ReadOnlySpan<(string, TimeSpan)>)
            [
                (nameof(SilenceBeforeNext), SilenceBeforeNext), (nameof(ReturnAfter), ReturnAfter), (nameof(ConnectTimeout), ConnectTimeout),
                (nameof(AcknowledgeTimeout), AcknowledgeTimeout), (nameof(InitialBackoff), InitialBackoff), (nameof(MaximumBackoff), MaximumBackoff),
            ])
        {
            Require(value > TimeSpan.Zero, name, value, "more than no time");
        }
    }

    /// <summary>The city's public keys; none where no receipt is needed.</summary>
    /// <exception cref="GatewayException">There is none although records leave the spool by receipts, or a file cannot be read; the message is one line with the mends.</exception>
    internal RecordPublicKey[] ReadCityKeys()
    {
        if (TrimBy != TrimBy.Receipt)
        {
            return [];
        }

        return CityKeyFiles.IsEmpty
            ? throw new GatewayException("records leave the spool by the city's receipts, and no key of a city is given: give its public key (--city-key FILE, in a profile uplink.cityKeys), or, where no city sends receipts, let the broker's PUBACK do (--trim-by puback, in a profile uplink.trimBy)")
            : [.. CityKeyFiles.Select(ReadCityKey)];
    }

    private static RecordPublicKey ReadCityKey(string file)
    {
        try
        {
            return RecordPublicKey.FromPem(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new GatewayException($"the city's key {file} cannot be read ({exception.Message.ReplaceLineEndings(" ")}): give the .pub file that 'EdgeAI.City keys new' wrote", exception);
        }
    }

    private static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
        {
            throw new GatewayException(FormattableString.Invariant($"the uplink's {name} is {value}: use {range}"));
        }
    }
}
