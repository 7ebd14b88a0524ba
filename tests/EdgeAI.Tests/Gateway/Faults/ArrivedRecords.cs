using System.Buffers.Binary;
using System.Numerics;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>All that reached the durable city, in the order of arrival over all of its lives: each record once, by its name.</summary>
internal sealed class ArrivedRecords
{
    private const int EntryHeaderLength = 8;

    private readonly Dictionary<RecordId, byte[]> _records = [];
    private readonly Dictionary<(ushort Board, byte Stream, long Sequence), int> _frames = [];
    private readonly List<DeclaredLoss> _losses = [];

    /// <summary>The records that the gateways declared lost.</summary>
    public long Declared => _losses.Sum(loss => loss.Count);

    /// <summary>The records that arrived once more.</summary>
    public long Duplicates { get; private set; }

    public int Count => _records.Count;

    /// <summary>Reads what the city's lives left.</summary>
    public static ArrivedRecords Read(string folder)
    {
        ArrivedRecords arrived = new();
        foreach (string path in Directory.GetFiles(folder, "*.batches").Order(StringComparer.Ordinal))
        {
            ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
            while (TryTakeEntry(ref rest, out ReadOnlySpan<byte> payload))
            {
                arrived.Add(payload);
            }
        }

        return arrived;
    }

    /// <summary>How often a frame arrived, under different names; a record that was sent twice has one name.</summary>
    public int TimesArrived(ushort board, byte stream, long sequence) => _frames.GetValueOrDefault((board, stream, sequence));

    /// <summary>The sequences between 1 and the highest one, of each spool, that neither arrived nor are declared lost.</summary>
    public IEnumerable<string> Holes()
    {
        foreach (IGrouping<(string, long), long> spool in _records.Keys.GroupBy(id => (id.Gateway, id.Epoch), id => id.Sequence))
        {
            long expected = 1;
            foreach (long sequence in spool.Order())
            {
                if (sequence != expected && !_losses.Exists(loss => loss.First <= expected && sequence - 1 <= loss.Last))
                {
                    yield return $"{spool.Key}: {expected} to {sequence - 1}";
                }

                expected = sequence + 1;
            }
        }
    }

    private void Add(ReadOnlySpan<byte> payload)
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(payload, out GatewayBatchReader batch));
        while (batch.MoveNext())
        {
            byte[] frame = batch.Current.Frame.ToArray();
            if (!_records.TryAdd(new RecordId(batch.GatewayName, batch.Epoch, batch.Current.Sequence), frame))
            {
                Duplicates++;
                Assert.Equal(_records[new RecordId(batch.GatewayName, batch.Epoch, batch.Current.Sequence)], frame);
                continue;
            }

            if (batch.Current.Kind == RecordKind.DeclaredLoss)
            {
                Assert.True(DeclaredLoss.TryRead(frame, out DeclaredLoss loss));
                _losses.Add(loss);
                continue;
            }

            if (batch.Current.Kind == RecordKind.Seal)
            {
                continue;
            }

            Assert.Equal(FrameRejection.None, FrameIdentity.Read(frame, out FrameIdentity identity));
            Assert.Equal(PacedRobot.Frame(identity.Board, PacedRobot.NumberOf(identity.Stream, identity.Sequence)), frame);
            (ushort, byte, long) name = (identity.Board, identity.Stream, identity.Sequence);
            _frames[name] = _frames.GetValueOrDefault(name) + 1;
        }
    }

    // What a kill cut off does not match its checksum, and was not acknowledged.
    private static bool TryTakeEntry(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (rest.Length < EntryHeaderLength)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (rest.Length - EntryHeaderLength < length)
        {
            return false;
        }

        payload = rest.Slice(EntryHeaderLength, length);
        bool sound = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) == Checksum(payload);
        rest = rest[(EntryHeaderLength + length)..];
        return sound;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint register = uint.MaxValue;
        foreach (byte value in data)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return ~register;
    }
}
