using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// The edge node's own metrics: bdSeq, the control that asks for a rebirth, and the counts of everything that the node did not tell, so
/// that a host application sees a loss as it sees a reading. Allocates nothing. One thread uses it.
/// </summary>
internal sealed class NodeMetrics
{
    private const ulong BdSeqAlias = 1;
    private const ulong FirstCountAlias = 2;

    private static readonly byte[][] CountNames =
    [
        "counts/records_dropped"u8.ToArray(), "counts/frames_ignored"u8.ToArray(), "counts/frames_late"u8.ToArray(),
        "counts/held_values_dropped"u8.ToArray(), "counts/metrics_refused"u8.ToArray(), "counts/commands_refused"u8.ToArray(),
    ];

    private readonly long[] _counts = new long[CountNames.Length];
    private readonly long[] _told = new long[CountNames.Length];

    /// <summary>
    /// The name of the control that asks for a rebirth (Sparkplug 3.0.0, 4.2.1.1), UTF-8. It has no alias: a host that has missed the birth
    /// must be able to ask for one (tck-id-operational-behavior-data-commands-rebirth-name-aliases).
    /// </summary>
    public static ReadOnlySpan<byte> RebirthName => "Node Control/Rebirth"u8;

    /// <summary>Whether a count is not told yet.</summary>
    public bool HasNews => !_counts.AsSpan().SequenceEqual(_told);

    /// <summary>Sets the counts.</summary>
    public void Set(long recordsDropped, long framesIgnored, long framesLate, long heldDropped, long metricsRefused, long commandsRefused)
    {
        _counts[0] = recordsDropped;
        _counts[1] = framesIgnored;
        _counts[2] = framesLate;
        _counts[3] = heldDropped;
        _counts[4] = metricsRefused;
        _counts[5] = commandsRefused;
    }

    /// <summary>Writes a whole NBIRTH.</summary>
    public int WriteBirth(Span<byte> buffer, ulong utcMilliseconds, byte bdSeq, byte seq)
    {
        SparkplugPayloadWriter writer = new(buffer, utcMilliseconds);
        writer.TryWrite(BdSeq(bdSeq, BdSeqAlias, utcMilliseconds));
        writer.TryWrite(new SparkplugMetric { Name = RebirthName, Timestamp = utcMilliseconds, Type = SparkplugDataType.Boolean, Value = MetricValue.Boolean(false) });
        for (int index = 0; index < _counts.Length; index++)
        {
            _told[index] = _counts[index];
            writer.TryWrite(new SparkplugMetric { Name = CountNames[index], Alias = FirstCountAlias + (ulong)index, Timestamp = utcMilliseconds, Type = SparkplugDataType.Int64, Value = MetricValue.Long(_counts[index]) });
        }

        return writer.Finish(seq);
    }

    /// <summary>Writes an NDATA with the counts that are not told yet.</summary>
    public int WriteData(Span<byte> buffer, ulong utcMilliseconds, byte seq, bool withTypes)
    {
        SparkplugPayloadWriter writer = new(buffer, utcMilliseconds);
        for (int index = 0; index < _counts.Length; index++)
        {
            if (_told[index] != _counts[index])
            {
                _told[index] = _counts[index];
                writer.TryWrite(new SparkplugMetric { Alias = FirstCountAlias + (ulong)index, Timestamp = utcMilliseconds, Type = withTypes ? SparkplugDataType.Int64 : SparkplugDataType.Unknown, Value = MetricValue.Long(_counts[index]) });
            }
        }

        return writer.Finish(seq);
    }

    /// <summary>Writes an NDEATH: bdSeq and nothing else, without seq (Sparkplug 3.0.0, 4.2.1.3).</summary>
    public static int WriteDeath(Span<byte> buffer, ulong utcMilliseconds, byte bdSeq)
    {
        SparkplugPayloadWriter writer = new(buffer, utcMilliseconds);
        writer.TryWrite(BdSeq(bdSeq, null, utcMilliseconds));
        return writer.Finish(null);
    }

    private static SparkplugMetric BdSeq(byte value, ulong? alias, ulong utcMilliseconds)
        => new() { Name = "bdSeq"u8, Alias = alias, Timestamp = utcMilliseconds, Type = SparkplugDataType.Int64, Value = MetricValue.Long(value) };
}
