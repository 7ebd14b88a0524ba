using System.Buffers;
using System.Text;
using EdgeAI.City.Admission;
using EdgeAI.City.Proof;
using EdgeAI.City.Receiving;
using EdgeAI.Records;

namespace EdgeAI.City.Storage;

/// <summary>Reads messages one after another into rows, and notes what they hold. One message's rows are in memory at a time, at most about 10 MiB.</summary>
/// <param name="admission">Judges whether a message's records go into the table; nothing where all do.</param>
internal sealed class GroupReader(AdmissionControl? admission) : IDisposable
{
    // Sequences of a lane lie near to each other: a range over a few numbers of other lanes costs less than two ranges.
    private const long WidestStep = 16;

    private readonly RecordDecompressor _decompressor = new();
    private readonly ArrayBufferWriter<byte> _rows = new();

    /// <summary>The batches read.</summary>
    public List<CommittedBatch> Batches { get; } = [];

    /// <summary>Where their sequences lie.</summary>
    public List<SequenceRange> Ranges { get; } = [];

    /// <summary>The seals among their records.</summary>
    public List<SealSight> Seals { get; } = [];

    /// <summary>The messages that are none.</summary>
    public List<RefusedMessage> Refused { get; } = [];

    /// <summary>The months in which their records were received (<see cref="PostgresTime.Month"/>).</summary>
    public HashSet<int> Months { get; } = [];

    /// <summary>The newest receipt of each spool.</summary>
    public Dictionary<(string Site, string Gateway, long Epoch), long> Newest { get; } = [];

    /// <summary>The records read.</summary>
    public long Records { get; private set; }

    /// <summary>The rows of the last message, in the binary COPY format without head and end.</summary>
    public ReadOnlyMemory<byte> Rows => _rows.WrittenMemory;

    /// <summary>Forgets everything.</summary>
    public void Begin()
    {
        Batches.Clear();
        Ranges.Clear();
        Seals.Clear();
        Refused.Clear();
        Months.Clear();
        Newest.Clear();
        Records = 0;
    }

    /// <summary>Reads a message; a damaged one gives no rows and is noted.</summary>
    public void Read(string topic, byte[] payload)
    {
        _rows.ResetWrittenCount();
        GatewayBatchRejection rejection = GatewayBatchReader.Open(payload, _decompressor, out GatewayBatchReader batch);
        if (rejection != GatewayBatchRejection.None)
        {
            SetAside(topic, payload, $"not a gateway batch: {rejection}");
            return;
        }

        string gateway = batch.GatewayName;
        if (!RecordsTopic.TryReadSite(topic, gateway, out ReadOnlySpan<char> found))
        {
            SetAside(topic, payload, $"a batch of the gateway '{gateway}' under another's topic");
            return;
        }

        string site = found.ToString();
        Judgement judgement = admission?.Judge(new GatewayOfSite(site, gateway), topic, payload, batch.Count) ?? Judgement.Take;
        if (judgement.Verdict == Verdict.Take)
        {
            Take(ref batch, site, gateway);
        }
        else if (judgement.Verdict == Verdict.Refuse)
        {
            Refused.Add(new RefusedMessage(topic, payload, judgement.Reason));
        }
    }

    public void Dispose() => _decompressor.Dispose();

    /// <summary>Notes what is no batch of its topic's gateway. Whose topic that is, a topic with dots does not always tell.</summary>
    private void SetAside(string topic, byte[] payload, string what)
    {
        Judgement judgement = admission is not null && RecordsTopic.TryRead(topic, out string? site, out string? gateway)
            ? admission.JudgeDamaged(new GatewayOfSite(site, gateway), topic, payload, what)
            : new Judgement(Verdict.Refuse, what);
        if (judgement.Verdict == Verdict.Refuse)
        {
            Refused.Add(new RefusedMessage(topic, payload, judgement.Reason));
        }
    }

    private void Take(ref GatewayBatchReader batch, string site, string gateway)
    {
        long first = batch.FirstSequence;
        long from = first;
        long last = first;
        long newest = long.MinValue;
        RecordClass recordClass = default;
        Span<byte> name = stackalloc byte[Identifier.MaximumLength];
        name = name[..Encoding.ASCII.GetBytes(gateway, name)];
        while (batch.MoveNext())
        {
            GatewayRecord record = batch.Current;
            recordClass = record.Sequence == first ? record.Class : recordClass;
            if (record.Sequence - last > WidestStep)
            {
                Ranges.Add(new SequenceRange(gateway, batch.Epoch, from, last));
                from = record.Sequence;
            }

            last = record.Sequence;
            newest = Math.Max(newest, record.ReceivedUtcNanoseconds);
            Months.Add(PostgresTime.Of(record.ReceivedUtcNanoseconds).Month);
            RecordColumns.Write(_rows, name, batch.Epoch, record);
            if (record.Kind == RecordKind.Seal && SealSight.Of(gateway, batch.Epoch, record) is { } seal)
            {
                Seals.Add(seal);
            }
        }

        Ranges.Add(new SequenceRange(gateway, batch.Epoch, from, last));
        Batches.Add(new CommittedBatch(site, gateway, batch.Epoch, recordClass, first, last, batch.Count));
        Records += batch.Count;
        var spool = (site, gateway, batch.Epoch);
        Newest[spool] = Math.Max(newest, Newest.GetValueOrDefault(spool, long.MinValue));
    }
}
