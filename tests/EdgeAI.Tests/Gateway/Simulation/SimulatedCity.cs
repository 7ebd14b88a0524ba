using EdgeAI.Records;
using EdgeAI.Records.Proof;
using EdgeAI.Tests.Gateway.Faults;
using EdgeAI.Tests.Records.Proof;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// What the upstream took, and the judge of it. At once: a name is never given to two records, and what is new comes in order within the live
/// and within the backlog batches of each class. In the end: every acknowledged frame arrived under one name, or is lost for good reason. A
/// frame that did not arrive had a sequence between those of the frames of its stream around it; there must be one that did not arrive either,
/// lies in a loss declared of the frame's class, and excuses no other frame, and no class may miss more than its losses count.
/// </summary>
internal sealed class SimulatedCity(bool hidesLosses, bool losesARecord = false)
{
    private readonly Dictionary<(long Epoch, long Sequence), (RecordClass Class, byte[] Frame)> _records = [];
    private readonly SortedDictionary<(long Epoch, RecordClass Class, long Sequence), byte[]> _table = [];
    private readonly HashSet<long> _sequences = [];
    private readonly Dictionary<(ushort Board, byte Stream, long Sequence), (int Times, long Record)> _frames = [];
    private readonly SortedDictionary<long, (ushort Board, byte Stream, long Sequence)> _order = [];
    private readonly Dictionary<(RecordClass Class, bool Backlog), long> _latest = [];
    private readonly List<DeclaredLoss> _losses = [];
    private readonly HashSet<(long Epoch, long Sequence)> _refused = [];
    private int _seals;

    /// <summary>What is wrong, in words; nothing so far.</summary>
    public string? Wrong { get; private set; }

    /// <summary>
    /// Order begins anew: the gateway began a new life, or a batch was refused and those behind it on the way were taken before it comes again.
    /// </summary>
    public void ForgetOrder() => _latest.Clear();

    /// <summary>Notes what somebody else found; the first counts.</summary>
    public void Fail(string wrong) => Wrong ??= wrong;

    /// <summary>Notes what the upstream did not take: it comes again, behind those that were on their way already.</summary>
    public void Refuse(byte[] payload)
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(payload, out GatewayBatchReader batch));
        while (batch.MoveNext())
        {
            _refused.Add((batch.Epoch, batch.Current.Sequence));
        }
    }

    public void Take(byte[] payload)
    {
        GatewayBatchRejection rejection = GatewayBatchReader.Open(payload, out GatewayBatchReader batch);
        if (rejection != GatewayBatchRejection.None)
        {
            Wrong ??= $"a batch that cannot be read: {rejection}";
            return;
        }

        while (batch.MoveNext())
        {
            _table.TryAdd((batch.Epoch, batch.Current.Class, batch.Current.Sequence), batch.CurrentBytes.ToArray());
            Take(batch.Epoch, batch.IsBacklog, batch.Current);
        }
    }

    /// <summary>
    /// Judges by the seals alone what the city's table holds: nothing that was stored is missing or altered. Where nothing was lost, each record is named by a seal; what a
    /// dropped or lost seal alone named stays without proof.
    /// </summary>
    public void JudgeProof(RecordPublicKey key)
    {
        RecordKeys keys = new();
        keys.Add(key);
        RecordVerifier verifier = new(keys);
        (long, RecordClass, long) lost = losesARecord ? _table.Keys.Skip(_table.Count / 2).FirstOrDefault() : default;
        foreach (((long Epoch, RecordClass Class, long Sequence) name, byte[] encoded) in _table)
        {
            if (name != lost)
            {
                verifier.Add("gateway", name.Epoch, SealedStream.Read(encoded));
            }
        }

        VerificationReport report = verifier.Finish();
        bool isWhole = _losses.Count > 0 || report.Summary.Attested == report.Summary.Records;
        bool isOneChain = _losses.Exists(loss => loss.Reason is LossReason.Unreadable or LossReason.RemovedByRepair) || report.Summary.CountOf(FindingKind.Restarted) == 0;
        if (!report.Summary.IsComplete || !isWhole || !isOneChain || report.Summary.CountOf(FindingKind.Unsealed) > 0)
        {
            Wrong ??= $"by its seals: {string.Join(", ", report.Findings.Select(static finding => $"{finding.Kind} {finding.Class} {finding.First}-{finding.Last}"))}; {report.Summary}";
        }
    }

    /// <summary>Judges the end, when nothing is on its way any more.</summary>
    public void Judge(IReadOnlyList<PacedRobot> robots)
    {
        List<MissingFrame> missing = [];
        foreach (PacedRobot robot in robots)
        {
            long[] latest = new long[1 + PacedRobot.Streams];
            List<MissingFrame>[] open = [.. latest.Select(_ => new List<MissingFrame>())];
            for (long number = 0; number < robot.AcknowledgedFrames; number++)
            {
                byte stream = (byte)(1 + (number % PacedRobot.Streams));
                long sequence = number / PacedRobot.Streams;
                (int times, long record) = _frames.GetValueOrDefault((robot.Board, stream, sequence));
                string name = $"{robot.Name}, stream {stream}, sequence {sequence}";
                if (times > 1)
                {
                    Wrong ??= $"{name}: acknowledged, arrived {times} times";
                }
                else if (times == 0)
                {
                    open[stream].Add(new MissingFrame(name, (RecordClass)stream, latest[stream], long.MaxValue));
                }
                else
                {
                    missing.AddRange(open[stream].Select(frame => frame with { Before = record }));
                    open[stream].Clear();
                    latest[stream] = record;
                }
            }

            missing.AddRange(open.SelectMany(frames => frames));
        }

        JudgeMissing(missing);
        JudgeCounts(missing);
        JudgeSequences();
        JudgeOrder();
    }

    /// <summary>No class misses more than its losses count: of each at most what did not arrive of its stretch.</summary>
    private void JudgeCounts(List<MissingFrame> missing)
    {
        foreach (IGrouping<RecordClass, MissingFrame> frames in missing.GroupBy(frame => frame.Class))
        {
            long most = _losses.Where(loss => loss.Class == frames.Key).Sum(loss => Math.Min(loss.Count, CountNotArrived(loss)));
            if (frames.Count() > most)
            {
                Wrong ??= $"{frames.Count()} acknowledged frames of class {frames.Key} did not arrive, at most {most} of them are declared lost";
            }
        }
    }

    /// <summary>Gives each missing frame a sequence of its own that is declared lost and may have been the frame's: as many as can be, by augmenting paths.</summary>
    private void JudgeMissing(List<MissingFrame> missing)
    {
        Dictionary<long, MissingFrame> excused = [];
        foreach (MissingFrame frame in missing)
        {
            if (!TryExcuse(frame, excused, []))
            {
                Wrong ??= $"{frame.Name}: acknowledged, neither arrived nor within a loss declared of its class";
            }
        }
    }

    private bool TryExcuse(MissingFrame frame, Dictionary<long, MissingFrame> excused, HashSet<long> tried)
    {
        foreach (long sequence in Excuses(frame).Where(tried.Add))
        {
            if (!excused.TryGetValue(sequence, out MissingFrame? other) || TryExcuse(other, excused, tried))
            {
                excused[sequence] = frame;
                return true;
            }
        }

        return false;
    }

    // One after another, as far as they are asked for: a loss that is not exact stretches over a million sequences, of which a few excuse all.
    private IEnumerable<long> Excuses(MissingFrame frame)
    {
        foreach (DeclaredLoss loss in _losses.Where(loss => loss.Class == frame.Class))
        {
            long last = Math.Min(loss.Last, frame.Before - 1);
            for (long sequence = Math.Max(loss.First, frame.After + 1); sequence <= last; sequence++)
            {
                if (!_sequences.Contains(sequence))
                {
                    yield return sequence;
                }
            }
        }
    }

    private long CountNotArrived(DeclaredLoss loss) => loss.Last - loss.First + 1 - _sequences.LongCount(sequence => Covers(loss, sequence));

    private static bool Covers(DeclaredLoss loss, long sequence) => loss.First <= sequence && sequence <= loss.Last;

    /// <summary>Counts the losses that arrived.</summary>
    public void Count(SimulationTally? tally)
    {
        tally?.Add(SimulatedEvent.Seal, _seals);
        tally?.Add(SimulatedEvent.DropForRoom, _losses.Count(loss => loss.Reason == LossReason.DroppedForRoom));
        tally?.Add(SimulatedEvent.DropByAge, _losses.Count(loss => loss.Reason == LossReason.TooOld));
    }

    private void JudgeOrder()
    {
        Dictionary<(ushort, byte), long> latest = [];
        foreach ((long record, (ushort board, byte stream, long sequence)) in _order)
        {
            if (latest.TryGetValue((board, stream), out long before) && sequence <= before)
            {
                Wrong ??= $"record {record}: board {board}, stream {stream}, sequence {sequence} is numbered after {before}";
            }

            latest[(board, stream)] = sequence;
        }
    }

    private void JudgeSequences()
    {
        foreach (IGrouping<long, long> epoch in _records.Keys.GroupBy(name => name.Epoch, name => name.Sequence))
        {
            long through = 0;
            foreach (long sequence in epoch.Order())
            {
                while (through + 1 < sequence)
                {
                    int covering = _losses.FindIndex(loss => Covers(loss, through + 1));
                    if (covering < 0)
                    {
                        Wrong ??= $"sequence {through + 1} neither arrived nor is declared lost; declared are {string.Join(", ", _losses.Select(loss => $"{loss.Count} of {loss.Class} from {loss.First} to {loss.Last} ({loss.Reason})"))}";
                        return;
                    }

                    through = _losses[covering].Last;
                }

                through = Math.Max(through, sequence);
            }
        }
    }

    private void Take(long epoch, bool backlog, in GatewayRecord record)
    {
        byte[] frame = record.Frame.ToArray();
        if (_records.TryGetValue((epoch, record.Sequence), out (RecordClass Class, byte[] Frame) known))
        {
            if (known.Class != record.Class || !known.Frame.AsSpan().SequenceEqual(frame))
            {
                Wrong ??= $"two records have the name {record.Sequence}";
            }

            return;
        }

        _records.Add((epoch, record.Sequence), (record.Class, frame));
        _sequences.Add(record.Sequence);
        if (_refused.Remove((epoch, record.Sequence)))
        {
            ForgetOrder();
        }

        if (record.Sequence < _latest.GetValueOrDefault((record.Class, backlog)))
        {
            Wrong ??= $"{record.Sequence} of class {record.Class} came after {_latest[(record.Class, backlog)]} among the {(backlog ? "backlog" : "live")} batches";
        }

        _latest[(record.Class, backlog)] = record.Sequence;
        if (record.Kind == RecordKind.DeclaredLoss)
        {
            if (DeclaredLoss.TryRead(frame, out DeclaredLoss loss) && !hidesLosses)
            {
                _losses.Add(loss);
            }

            return;
        }

        if (record.Kind == RecordKind.Seal)
        {
            _seals++;
            return;
        }

        if (FrameIdentity.Read(frame, out FrameIdentity identity) != FrameRejection.None)
        {
            Wrong ??= $"record {record.Sequence} holds no frame";
            return;
        }

        (ushort, byte, long) name = (identity.Board, identity.Stream, identity.Sequence);
        _order.TryAdd(record.Sequence, name);
        _frames[name] = (_frames.GetValueOrDefault(name).Times + 1, record.Sequence);
    }

    /// <summary>A frame that did not arrive.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Class">Its class.</param>
    /// <param name="After">Its record's sequence is above this one, that of the frame of its stream before it.</param>
    /// <param name="Before">Its record's sequence is below this one, that of the frame of its stream behind it.</param>
    private sealed record MissingFrame(string Name, RecordClass Class, long After, long Before);
}
