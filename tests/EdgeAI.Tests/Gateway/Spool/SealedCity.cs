using System.Buffers.Binary;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Records.Proof;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>What a city holds that takes all that a sealing spool hands out, and what a verification says of it.</summary>
internal sealed class SealedCity : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordKeys _keys = new();
    private readonly MemoryStream _stream = new();
    private readonly RecordDecompressor _decompressor = new();

    public SealedCity(params IEnumerable<RecordPublicKey> keys)
    {
        int number = 0;
        foreach (RecordPublicKey key in keys)
        {
            _keys.Add(key);
            File.WriteAllText(_folder[$"{number++}.pub"], key.ToPem());
        }
    }

    /// <summary>The records that came, in the order in which they did.</summary>
    public List<ReadRecord> Records { get; } = [];

    /// <summary>The seals that came.</summary>
    public IEnumerable<ReadRecord> Seals => Records.Where(record => record.Kind == RecordKind.Seal);

    /// <summary>The last seal of each class, as it stands in a batch.</summary>
    public Dictionary<RecordClass, byte[]> LastSeals { get; } = [];

    /// <summary>Takes what waits in a stepped spool, and lets go of it.</summary>
    public void TakeAll(RecordSpool spool)
    {
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            using ISpoolLane lane = spool.OpenLane(recordClass);
            using GatewayBatchWriter batch = new(spool.Identity.Gateway, spool.Identity.Epoch, 1 << 20);
            long last = 0;
            for (long next = lane.Read(last, long.MaxValue, 100, batch); next > last; next = lane.Read(last, long.MaxValue, 100, batch))
            {
                last = next;
                if (batch.Count > 0)
                {
                    Take(batch.Finish().Span);
                }
            }

            lane.Release(1, last);
        }

        while (spool.Step())
        {
        }
    }

    /// <summary>Takes a batch.</summary>
    public void Take(ReadOnlySpan<byte> batch)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)batch.Length);
        _stream.Write(length);
        _stream.Write(batch);
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(batch, _decompressor, out GatewayBatchReader opened));
        while (opened.MoveNext())
        {
            Records.Add(new ReadRecord(opened.Current));
            if (opened.Current.Kind == RecordKind.Seal)
            {
                LastSeals[opened.Current.Class] = opened.CurrentBytes.ToArray();
            }
        }
    }

    /// <summary>What both verifiers say of what came; they must say the same.</summary>
    public string Verify()
    {
        string told = ProofVectors.Lines(ProofVectors.Verify(_stream.ToArray(), _keys));
        File.WriteAllBytes(_folder["stream.bin"], _stream.ToArray());
        Assert.Equal(told, VerificationVectorTests.Python([_folder["stream.bin"], .. Directory.GetFiles(_folder.Path, "*.pub")]));
        return told;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _decompressor.Dispose();
        _folder.Dispose();
    }
}
