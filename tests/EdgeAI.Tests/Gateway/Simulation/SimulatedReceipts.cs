using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// What is between an upstream's PUBACK and the city's table in the runs that trim by receipts: a broker that holds what it acknowledged, in
/// order, and may lose all of it; a city that commits it and signs a receipt then; and receipts that come late, twice, in another order, or never.
/// </summary>
internal sealed class SimulatedReceipts : IDisposable
{
    private readonly RecordSigningKey _key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
    private readonly ReceiptWriter _writer;
    private readonly Queue<byte[]?> _broker = new();
    private readonly List<byte[]> _receipts = [];

    public SimulatedReceipts() => _writer = new ReceiptWriter(_key);

    public RecordPublicKey PublicKey => _key.PublicKey;

    /// <summary>Whether the broker holds something.</summary>
    public bool HasBatches => _broker.Count > 0;

    /// <summary>Whether a receipt is on its way.</summary>
    public bool HasReceipts => _receipts.Count > 0;

    /// <summary>The broker has a batch.</summary>
    public void Hold(byte[] payload) => _broker.Enqueue(payload);

    /// <summary>What comes from here on need not come in the order of what is held already.</summary>
    public void HoldBreak() => _broker.Enqueue(null);

    /// <summary>The broker lost all that it held.</summary>
    public IEnumerable<byte[]> LoseAll()
    {
        while (_broker.TryDequeue(out byte[]? payload))
        {
            if (payload is not null)
            {
                yield return payload;
            }
        }
    }

    /// <summary>The city commits the next batch; its receipt is on its way from then on, unless it is lost.</summary>
    public void Commit(SimulatedCity city, bool losesReceipt)
    {
        if (_broker.Dequeue() is not { } payload)
        {
            city.ForgetOrder();
            return;
        }

        city.Take(payload);
        if (!losesReceipt)
        {
            _receipts.Add(ReceiptOf(payload));
        }
    }

    /// <summary>A receipt that arrives; it stays to come again where it is repeated.</summary>
    public byte[] Take(int index, bool repeated)
    {
        byte[] receipt = _receipts[index % _receipts.Count];
        if (!repeated)
        {
            _receipts.RemoveAt(index % _receipts.Count);
        }

        return receipt;
    }

    /// <summary>What an impostor sends: the same receipt, of more than the city has.</summary>
    public static byte[] Forge(SpoolIdentity spool, long last)
    {
        using RecordSigningKey own = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        ReceiptWriter writer = new(own);
        writer.Begin(spool.Gateway, spool.Epoch, 0);
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            writer.TryAdd(new ReceiptBatch(recordClass, 1, last, (ushort)Math.Min(last, ushort.MaxValue)));
        }

        return writer.Finish().ToArray();
    }

    public void Dispose() => _key.Dispose();

    private byte[] ReceiptOf(byte[] payload)
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(payload, out GatewayBatchReader batch));
        RecordClass? recordClass = null;
        long last = 0;
        while (batch.MoveNext())
        {
            recordClass ??= batch.Current.Class;
            last = batch.Current.Sequence;
        }

        _writer.Begin("gateway", batch.Epoch, 0);
        _writer.TryAdd(new ReceiptBatch(recordClass!.Value, batch.FirstSequence, last, (ushort)batch.Count));
        return _writer.Finish().ToArray();
    }
}
