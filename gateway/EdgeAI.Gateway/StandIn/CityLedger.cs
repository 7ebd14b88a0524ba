using System.Collections.Immutable;
using EdgeAI.Device.Wire;
using EdgeAI.Records;

namespace EdgeAI.Gateway.StandIn;

/// <summary>Counts what arrives and tells duplicates from news. Not for several threads at once.</summary>
internal sealed class CityLedger(CityRecordHandler? onRecord) : IDisposable
{
    // A stream's frames come nearly in order: one page of bits, and a few more behind a hole.
    private const int PagesOfAStream = 64;

    private readonly RecordDeduplicator _records = new();
    private readonly RecordDecompressor _decompressor = new();
    private readonly Dictionary<(string Robot, ushort Board, byte Stream), StreamCount> _streams = [];
    private readonly SortedDictionary<GatewayBatchRejection, long> _rejected = [];
    private long _batches;
    private long _new;
    private long _duplicates;
    private long _simulated;
    private long _replayed;
    private long _unreadable;
    private long _own;

    public GatewayBatchRejection Take(ReadOnlySpan<byte> payload)
    {
        GatewayBatchRejection rejection = GatewayBatchReader.Open(payload, _decompressor, out GatewayBatchReader batch);
        if (rejection != GatewayBatchRejection.None)
        {
            _rejected[rejection] = _rejected.GetValueOrDefault(rejection) + 1;
            return rejection;
        }

        _batches++;
        string gateway = batch.GatewayName;
        SequenceSet seen = _records.Of(gateway, batch.Epoch);
        while (batch.MoveNext())
        {
            GatewayRecord record = batch.Current;
            bool isNew = seen.Add(record.Sequence) == RecordNovelty.New;
            if (isNew)
            {
                Count(record);
            }
            else
            {
                _duplicates++;
            }

            onRecord?.Invoke(new RecordId(gateway, batch.Epoch, record.Sequence), record, !isNew);
        }

        return GatewayBatchRejection.None;
    }

    public CityStatistics Snapshot() => new()
    {
        Batches = _batches,
        Records = _new,
        OwnRecords = _own,
        Duplicates = _duplicates,
        Simulated = _simulated,
        Replayed = _replayed,
        UnreadableFrames = _unreadable,
        Missing = _records.Spools.Values.Sum(seen => seen.Missing),
        Rejected = _rejected.ToImmutableSortedDictionary(),
        Gateways = [.. _records.Spools.Select(entry => new CityGateway(entry.Key.Gateway, entry.Key.Epoch, entry.Value.Count, entry.Value.Missing)).OrderBy(gateway => gateway.Gateway, StringComparer.Ordinal)],
        Streams = [.. _streams.OrderBy(entry => entry.Key).Select(entry => entry.Value.ToStream(entry.Key))],
    };

    public void Dispose() => _decompressor.Dispose();

    private void Count(in GatewayRecord record)
    {
        _new++;
        if (record.Kind is not (RecordKind.Frame or RecordKind.GovernedFrame))
        {
            _own++;
            return;
        }

        if (FrameIdentity.Read(record.Frame, out FrameIdentity frame) != FrameRejection.None)
        {
            _unreadable++;
            return;
        }

        bool simulated = (frame.Flags & FrameFlags.Simulated) != 0;
        _simulated += simulated ? 1 : 0;
        _replayed += (frame.Flags & FrameFlags.Replayed) != 0 ? 1 : 0;
        (string Robot, ushort Board, byte Stream) key = (record.RobotName, frame.Board, frame.Stream);
        if (!_streams.TryGetValue(key, out StreamCount? stream))
        {
            stream = new StreamCount();
            _streams.Add(key, stream);
        }

        stream.Add(record.RobotBoot, frame, simulated);
    }

    /// <summary>One stream's counts.</summary>
    private sealed class StreamCount
    {
        private readonly Dictionary<(uint RobotBoot, ushort BoardBoot), SequenceSet> _boots = [];
        private long _records;
        private long _simulated;

        public void Add(uint robotBoot, FrameIdentity frame, bool simulated)
        {
            _records++;
            _simulated += simulated ? 1 : 0;
            if (!_boots.TryGetValue((robotBoot, frame.Boot), out SequenceSet? seen))
            {
                seen = new SequenceSet(PagesOfAStream);
                _boots.Add((robotBoot, frame.Boot), seen);
            }

            seen.Add(frame.Sequence);
        }

        public CityStream ToStream((string Robot, ushort Board, byte Stream) key)
            => new(key.Robot, key.Board, key.Stream, _records, _boots.Values.Sum(seen => seen.Count), _boots.Values.Sum(seen => seen.Missing), _simulated);
    }
}
