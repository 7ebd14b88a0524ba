using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.PowerCut;

/// <summary>
/// Flips bits in a spool's file, or in the file and the journal of one that was killed, and opens it again and again: every record that
/// waited must come as it was or be declared lost, with counts that are right where they say that they are exact, and the spool must take
/// new records, keep them over a restart and drain.
/// </summary>
public sealed class SpoolFuzzer : IDisposable
{
    private const int Batches = 30;
    private const int Frames = 20;
    private const int JournalBatches = 10;
    private const long Released = 80;
    private const int RecordsPerSeal = 24;
    private const int MaximumRounds = 200;
    private const long ReceivedUtc = 1_795_000_000_000_000_000;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"edgeai-fuzz-spool-{Guid.NewGuid():N}");
    private readonly Dictionary<long, FuzzedRecord> _stored = [];
    private readonly List<string> _findings = [];
    private readonly RecordSigningKey? _key;
    private readonly byte[] _file;
    private readonly long _killedLast;
    private readonly byte[] _killedFile;
    private readonly byte[] _killedJournal;
    private readonly byte[] _killedEpoch;

    /// <summary>Fills the spool that is damaged, a copy for each seed.</summary>
    /// <param name="seals">Whether it seals what it stores; its seals must tell then what became of it.</param>
    public SpoolFuzzer(bool seals = false)
    {
        _key = seals ? RecordSigningKey.Create(AlgorithmSuite.Sha256P256) : null;
        Directory.CreateDirectory(Whole);
        using (RecordSpool spool = Open(Whole))
        {
            Fill(spool, 1, Batches - JournalBatches);
            foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
            {
                using ISpoolLane lane = spool.OpenLane(recordClass);
                lane.Release(1, Released);
            }

            Settle(spool);
            Fill(spool, Batches - JournalBatches + 1, Batches);
            _killedFile = File.ReadAllBytes(Path.Combine(Whole, "spool.db"));
            _killedJournal = File.ReadAllBytes(Path.Combine(Whole, "spool.db-wal"));
            _killedEpoch = File.ReadAllBytes(EpochIn(Whole));
        }

        _file = File.ReadAllBytes(Path.Combine(Whole, "spool.db"));
        _killedLast = _stored.Keys.Max();

        // What the stop sealed.
        using RecordSpool closed = Open(Whole);
        Remember(closed);
    }

    /// <summary>What went wrong; empty when nothing did.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>The files that were damaged and opened.</summary>
    public int Files { get; private set; }

    /// <summary>Those that were refused as a newer gateway's, and left alone.</summary>
    public int Refused { get; private set; }

    /// <summary>Those that nothing was lost of.</summary>
    public int Undamaged { get; private set; }

    /// <summary>Those that had to be replaced, what could be read carried over.</summary>
    public int Replaced { get; private set; }

    /// <summary>The records that waited in the files.</summary>
    public long Waiting { get; private set; }

    /// <summary>The records of them that came as they were; the others were declared lost.</summary>
    public long Delivered { get; private set; }

    /// <summary>The records that had been let go and came again.</summary>
    public long Again { get; private set; }

    private string Whole => Path.Combine(_folder, "whole");

    /// <summary>Damages one file for each seed, and reports to a writer every thousand.</summary>
    public void Run(int firstSeed, int seeds, TextWriter output)
    {
        for (int seed = firstSeed; seed < firstSeed + seeds && _findings.Count < 10; seed++)
        {
            Try(seed);
            if ((seed - firstSeed + 1) % 1000 == 0)
            {
                output.WriteLine(ToString());
            }
        }

        output.WriteLine(ToString());
        _findings.ForEach(output.WriteLine);
    }

    /// <summary>Damages a file as a seed says, and looks at what becomes of it.</summary>
    public void Try(int seed)
    {
        Random random = new(seed);
        int flips = seed % 3 == 0 ? 1 : random.Next(1, 40);
        bool killed = seed % 4 == 3;
        byte[] damaged = killed ? (byte[])_killedFile.Clone() : CopyFile();
        byte[] journal = killed ? (byte[])_killedJournal.Clone() : [];
        int end = damaged.Length + journal.Length;
        for (int flip = 0; flip < flips; flip++)
        {
            int at = random.Next(end);
            (at < damaged.Length ? ref damaged[at] : ref journal[at - damaged.Length]) ^= (byte)(1 << random.Next(8));
        }

        Try(damaged, journal, $"seed {seed}");
    }

    /// <summary>Looks at what becomes of a damaged file.</summary>
    public void Try(byte[] damaged, string what) => Try(damaged, [], what);

    /// <summary>The whole spool's file, to damage in other ways.</summary>
    public byte[] CopyFile() => (byte[])_file.Clone();

    public override string ToString()
        => $"{Files} damaged files: {_findings.Count} findings; nothing was lost of {Undamaged}, {Replaced} were replaced, {Refused} refused; of {Waiting} waiting records {Delivered} came as they were, {Waiting - Delivered} are declared lost; {Again} came again";

    public void Dispose()
    {
        _key?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Try(byte[] damaged, byte[] journal, string what)
    {
        string folder = Path.Combine(_folder, "damaged");
        Directory.CreateDirectory(folder);
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "spool.db"), damaged);
            if (journal.Length > 0)
            {
                File.WriteAllBytes(Path.Combine(folder, "spool.db-wal"), journal);
                File.WriteAllBytes(EpochIn(folder), _killedEpoch);
            }
            else
            {
                File.Copy(EpochIn(Whole), EpochIn(folder));
            }

            Files++;
            Look(folder, journal.Length > 0 ? _killedLast : long.MaxValue, what);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _findings.Add($"{what}: {exception}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string EpochIn(string folder) => Path.Combine(folder, "spool.epoch");

    private void Fill(RecordSpool spool, int first, int last)
    {
        for (int number = first; number <= last; number++)
        {
            if (Store(spool, number) != StoreStatus.Stored)
            {
                throw new InvalidOperationException("the spool to damage cannot be filled");
            }
        }

        Remember(spool);
    }

    private void Remember(RecordSpool spool)
    {
        foreach ((long sequence, FuzzedRecord record) in Read(spool))
        {
            _ = _stored.TryAdd(sequence, record);
        }
    }

    // Seals come by the number of records, and at each orderly stop: not by the clock, which would not be the same twice.
    private RecordSpool Open(string folder)
        => RecordSpool.Open(new SpoolOptions { Folder = folder, Gateway = "gateway", ReserveBytes = 0, IsStepped = true, Signer = _key, SealRecords = RecordsPerSeal, SealWithin = TimeSpan.FromHours(1) });

    private static StoreStatus Store(RecordSpool spool, int number)
    {
        Random random = new(number);
        RobotBatchWriter writer = new(1 << 20);
        writer.Begin(1, (ulong)number);
        for (int index = 0; index < Frames; index++)
        {
            byte[] frame = new byte[number == 7 && index < 4 ? 9000 : random.Next(20, 400)];
            random.NextBytes(frame);
            _ = writer.TryAdd((RecordClass)(1 + (index % 4)), index, 1, frame);
        }

        byte[] payload = writer.Finish().ToArray();
        _ = RobotBatchReader.Open(payload, out RobotBatchReader opened);
        Task<StoreStatus> storing = spool.StoreAsync(StoreRequest.ForBatch("robot", payload, opened, ReceivedUtc));
        Settle(spool);
        return storing.IsCompleted ? storing.Result : StoreStatus.Stopping;
    }

    private static void Settle(RecordSpool spool)
    {
        for (int round = 0; round < MaximumRounds && spool.Step(); round++)
        {
        }
    }

    private static Dictionary<long, FuzzedRecord> Read(RecordSpool spool, List<byte[]>? batches = null)
    {
        Dictionary<long, FuzzedRecord> records = [];
        using GatewayBatchWriter batch = new("gateway", spool.Identity.Epoch, 1 << 20);
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            using ISpoolLane lane = spool.OpenLane(recordClass);
            long last = 0;
            for (long next = lane.Read(last, long.MaxValue, 100, batch); next > last; next = lane.Read(last, long.MaxValue, 100, batch))
            {
                last = next;
                if (batch.Count == 0)
                {
                    continue;
                }

                ReadOnlySpan<byte> encoded = batch.Finish().Span;
                batches?.Add(encoded.ToArray());
                _ = GatewayBatchReader.Open(encoded, out GatewayBatchReader opened);
                while (opened.MoveNext())
                {
                    records.Add(opened.Current.Sequence, new FuzzedRecord(opened.Current.Class, opened.Current.Kind, opened.Current.Frame.ToArray()));
                }
            }
        }

        return records;
    }

    private void Look(string folder, long last, string what)
    {
        bool replaced;
        Dictionary<long, FuzzedRecord> arrived;
        try
        {
            using RecordSpool spool = Open(folder);
            arrived = ReadUntilSettled(spool, what);
            int missing = Judge(arrived, last, what);

            // What is refused while the file is replaced is sent again, as a robot does.
            _ = Store(spool, Batches + 1);
            if (Store(spool, Batches + 1) is var status and not StoreStatus.AlreadyStored && (status = Store(spool, Batches + 1)) != StoreStatus.AlreadyStored)
            {
                _findings.Add($"{what}: the next batch ends in {status}: {spool.Snapshot().LastError}");
            }

            replaced = spool.Snapshot().Salvaged.Length > 0;
            Undamaged += missing == 0 ? 1 : 0;
            Replaced += replaced ? 1 : 0;
        }
        catch (GatewayException refused) when (refused.Message.Contains("has schema version", StringComparison.Ordinal))
        {
            // A newer gateway's file looks the same: it is left alone, and nothing is lost.
            Refused++;
            return;
        }

        LookAgain(folder, arrived, what);
    }

    // What came before comes after a restart as well, and then nothing is left.
    private void LookAgain(string folder, Dictionary<long, FuzzedRecord> before, string what)
    {
        if (_key is not null)
        {
            // Losses that it said again at its start are sealed when it stops.
            Open(folder).Dispose();
        }

        using RecordSpool spool = Open(folder);
        Dictionary<long, FuzzedRecord> arrived = ReadUntilSettled(spool, what);
        long[] gone = [.. before.Keys.Where(sequence => !arrived.ContainsKey(sequence))];
        if (gone.Length > 0)
        {
            _findings.Add($"{what}: after a restart {gone.Length} records do not come any more, {gone[0]} first: {spool.Snapshot().LastError}");
        }

        if (arrived.Count(record => !before.ContainsKey(record.Key) && record.Value.Kind == RecordKind.Frame) is var added && added != Frames)
        {
            _findings.Add($"{what}: after a restart {added} of {Frames} new records come");
        }

        if (_key is not null)
        {
            List<byte[]> batches = [];
            _ = Read(spool, batches);
            if (SpoolProof.Judge(batches, spool.Identity.Epoch, Released, _key.PublicKey) is { } wrong)
            {
                _findings.Add($"{what}: {wrong}");
            }
        }

        for (int round = 0; round < 3 && spool.Snapshot().Depth > 0; round++)
        {
            foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
            {
                using ISpoolLane lane = spool.OpenLane(recordClass);
                lane.Release(1, lane.Newest);
            }

            Settle(spool);
        }

        if (spool.Snapshot().Depth > 0)
        {
            _findings.Add($"{what}: it does not drain: {spool.Snapshot()}");
        }
    }

    private Dictionary<long, FuzzedRecord> ReadUntilSettled(RecordSpool spool, string what)
    {
        Dictionary<long, FuzzedRecord> arrived = Read(spool);
        for (int round = 0; spool.Step(); round++)
        {
            if (round == MaximumRounds)
            {
                _findings.Add($"{what}: it does not settle: {spool.Snapshot().LastError}");
                break;
            }

            arrived = Read(spool);
        }

        return arrived;
    }

    /// <summary>How many records are missing.</summary>
    private int Judge(Dictionary<long, FuzzedRecord> arrived, long last, string what)
    {
        foreach ((long sequence, FuzzedRecord record) in arrived.Where(record => record.Value.Kind == RecordKind.Frame))
        {
            if (!_stored.TryGetValue(sequence, out FuzzedRecord? original) || original.Class != record.Class || !original.Frame.AsSpan().SequenceEqual(record.Frame))
            {
                _findings.Add($"{what}: record {sequence} is not what was stored");
            }
        }

        List<DeclaredLoss> losses = [];
        foreach (FuzzedRecord record in arrived.Values.Where(record => record.Kind == RecordKind.DeclaredLoss))
        {
            // One that is said again, as a chain that begins again needs it, is one loss.
            if (DeclaredLoss.TryRead(record.Frame, out DeclaredLoss loss) && !losses.Contains(loss))
            {
                losses.Add(loss);
            }
        }

        int missing = 0;
        foreach (IGrouping<RecordClass, KeyValuePair<long, FuzzedRecord>> ofClass in _stored.Where(record => record.Key > Released && record.Key <= last).GroupBy(record => record.Value.Class))
        {
            DeclaredLoss[] own = [.. losses.Where(loss => loss.Class == ofClass.Key)];
            long[] lost = [.. ofClass.Select(record => record.Key).Where(sequence => !arrived.ContainsKey(sequence))];
            long[] untold = [.. lost.Where(sequence => !Array.Exists(own, loss => loss.First <= sequence && sequence <= loss.Last))];
            long declared = own.Sum(loss => loss.Count);
            if (untold.Length > 0)
            {
                _findings.Add($"{what}: {untold.Length} of {ofClass.Key} are missing and not declared, {untold[0]} first");
            }
            else if (declared < lost.Length || (declared > lost.Length && Array.TrueForAll(own, loss => loss.IsExact)))
            {
                _findings.Add($"{what}: {lost.Length} of {ofClass.Key} are missing, {declared} declared: {string.Join("; ", own)}");
            }

            missing += lost.Length;
        }

        Waiting += _stored.Keys.Count(sequence => sequence > Released && sequence <= last);
        Delivered += _stored.Keys.Count(sequence => sequence > Released && sequence <= last && arrived.ContainsKey(sequence));
        Again += _stored.Keys.Count(sequence => sequence <= Released && arrived.ContainsKey(sequence));
        return missing;
    }
}
