using EdgeAI.Records;
using EdgeAI.Tests.Gateway.Faults;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>
/// What the upstream took, and the judge of it. At once: a name is never given to two records, and what is new comes in order within the live
/// and within the backlog batches of each class. In the end: every acknowledged frame arrived under one name, or a declared loss covers it.
/// </summary>
internal sealed class SimulatedCity(bool hidesLosses)
{
    private readonly Dictionary<(long Epoch, long Sequence), (RecordClass Class, byte[] Frame)> _records = [];
    private readonly Dictionary<(ushort Board, byte Stream, long Sequence), int> _frames = [];
    private readonly SortedDictionary<long, (ushort Board, byte Stream, long Sequence)> _order = [];
    private readonly Dictionary<(RecordClass Class, bool Backlog), long> _latest = [];
    private readonly List<DeclaredLoss> _losses = [];
    private readonly HashSet<(long Epoch, long Sequence)> _refused = [];

    /// <summary>The records that the gateway declared lost.</summary>
    public long Declared => _losses.Sum(loss => loss.Count);

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
            Take(batch.Epoch, batch.IsBacklog, batch.Current);
        }
    }

    /// <summary>Judges the end, when nothing is on its way any more.</summary>
    public void Judge(IReadOnlyList<PacedRobot> robots)
    {
        foreach (PacedRobot robot in robots)
        {
            for (long number = 0; number < robot.AcknowledgedFrames; number++)
            {
                byte stream = (byte)(1 + (number % PacedRobot.Streams));
                int times = _frames.GetValueOrDefault((robot.Board, stream, number / PacedRobot.Streams));
                if (times != 1 && !(times == 0 && _losses.Exists(loss => loss.Class == (RecordClass)stream)))
                {
                    Wrong ??= $"{robot.Name}, stream {stream}, sequence {number / PacedRobot.Streams}: acknowledged, arrived {times} times";
                }
            }
        }

        JudgeSequences();
        JudgeOrder();
        long missing = robots.Sum(robot => robot.AcknowledgedFrames) - _frames.Count;
        if (missing > Declared)
        {
            Wrong ??= $"{missing} acknowledged frames did not arrive, {Declared} are declared lost";
        }
    }

    /// <summary>Counts the losses that arrived.</summary>
    public void Count(SimulationTally? tally)
    {
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
            long expected = 1;
            foreach (long sequence in epoch.Order())
            {
                for (; expected < sequence; expected++)
                {
                    if (!_losses.Exists(loss => loss.First <= expected && expected <= loss.Last))
                    {
                        Wrong ??= $"sequence {expected} neither arrived nor is declared lost; declared are {string.Join(", ", _losses.Select(loss => $"{loss.Count} of {loss.Class} from {loss.First} to {loss.Last} ({loss.Reason})"))}";
                    }
                }

                expected = sequence + 1;
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

        if (FrameIdentity.Read(frame, out FrameIdentity identity) != FrameRejection.None)
        {
            Wrong ??= $"record {record.Sequence} holds no frame";
            return;
        }

        (ushort, byte, long) name = (identity.Board, identity.Stream, identity.Sequence);
        _order.TryAdd(record.Sequence, name);
        _frames[name] = _frames.GetValueOrDefault(name) + 1;
    }
}
