using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Gateway.Uplinks.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>One life of a gateway: the real spool, writer and lanes, and the real decisions of the uplink, with nothing that runs by itself.</summary>
internal sealed class SimulatedGateway : IDisposable
{
    // So few that they are merged.
    private const int FewStretches = 8;

    private readonly RecordSpool _spool;
    private readonly ISpoolLane[] _lanes;
    private readonly LaneTraffic _traffic;
    private readonly ReleaseOnReceipt? _receipts;
    private readonly SimulatedTime _time;
    private readonly SimulationTally? _tally;
    private readonly List<long> _underWay = [];
    private int _acknowledged;
    private uint _repeats = 1_000_000;

    public SimulatedGateway(SpoolOptions spool, UplinkOptions uplink, SimulatedTime time, PlantedBug bug, SimulationTally? tally, RecordPublicKey? cityKey = null)
    {
        Bug = bug;
        _time = time;
        _tally = tally;
        _spool = RecordSpool.Open(spool with { BeforeCommit = OnCommit });
        _lanes = [.. Enum.GetValues<RecordClass>().Select(_spool.OpenLane)];
        ISpoolLane[] sent = bug == PlantedBug.ForgetsToRewind ? [.. _lanes.Select(lane => new ForgetfulLane(lane))] : _lanes;
        _receipts = cityKey is null || bug == PlantedBug.TrimsByPuback ? null : new ReleaseOnReceipt(_spool.Identity, sent, [cityKey], uplink, stretches: FewStretches);
        _traffic = new LaneTraffic(sent, new LaneBatches(_spool.Identity, "hall", uplink), _receipts as IReleasePolicy ?? new ReleaseOnAcknowledgement(), uplink, time);
    }

    public PlantedBug Bug { get; }

    public SimulatedLink Uplink { get; } = new();

    /// <summary>Whether it can still answer anybody.</summary>
    public bool HasPower { get; set; } = true;

    /// <summary>Whether the next commit fails.</summary>
    public bool FailsCommit { get; set; }

    public SpoolIdentity Identity => _spool.Identity;

    public bool IsEmpty => _lanes.All(lane => lane.Oldest == 0);

    /// <summary>Whether records wait that no seal names yet.</summary>
    public bool HasUnsealed => _spool.Snapshot().Unsealed > 0;

    /// <summary>Takes the next publish of a robot's connection.</summary>
    public void Receive(SimulatedRobot robot)
    {
        (long number, byte[] payload) = robot.Link.Receive();
        payload = Bug == PlantedBug.StoresRepeatedBatches ? UnderAnotherBoot(payload) : payload;
        Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(payload, out RobotBatchReader batch));
        SimulatedPublish publish = new(this, robot, number);
        bool overtakes = Bug == PlantedBug.LetsBatchesOvertake;
        if (!overtakes && robot.RefusedOnArrival.Awaited(robot.Outbox.Name, batch.Boot, batch.Number) > 0)
        {
            publish.Answer(false);
            return;
        }

        _spool.Enqueue(StoreRequest.ForBatch(robot.Outbox.Name, payload, batch, _time.Elapsed.Ticks, publish, overtakes ? null : robot.RefusedInSpool));
        if (Bug == PlantedBug.AcknowledgesBeforeCommit)
        {
            publish.Answer(true);
        }
    }

    /// <summary>Runs one transaction; false when nothing waits for one.</summary>
    public bool Write()
    {
        long commits = _spool.Snapshot().Commits;
        bool wrote = _spool.Step();
        if (_spool.Snapshot().Commits > commits)
        {
            _tally?.Add(SimulatedEvent.Release, _acknowledged);
            _acknowledged = 0;
        }

        return wrote;
    }

    public void Connect(int receiveMaximum)
    {
        Uplink.Open();
        _underWay.Clear();
        _traffic.Opening(0);
        _traffic.Window.Open(receiveMaximum, 0);
    }

    public void Lose()
    {
        Uplink.Lose();
        _traffic.Window.Lose();
    }

    /// <summary>Sends one batch, if there is one to send.</summary>
    public bool TrySend()
    {
        if (!Uplink.IsOpen || _traffic.TryTake(_time.Elapsed, out Delivery delivery) != TakeResult.Taken)
        {
            return false;
        }

        _tally?.Add(delivery.Repeated ? SimulatedEvent.SendingAgain : SimulatedEvent.Sending, 1);
        _underWay.Add(delivery.Number);
        Uplink.Publish(delivery);
        if (Bug == PlantedBug.ReleasesOnSend)
        {
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(delivery.Message.Payload.Span, out GatewayBatchReader batch));
            _lanes[delivery.Lane % _lanes.Length].Release(batch.FirstSequence, delivery.Message.Id);
        }

        return true;
    }

    /// <summary>Hears the next answer; what it says.</summary>
    public DeliveryOutcome TakeAnswer(bool repeated)
    {
        (long number, DeliveryOutcome outcome) = Uplink.TakeAnswer(repeated);
        _underWay.Remove(number);
        Settle(number, outcome);
        return outcome;
    }

    /// <summary>An answer of a connection before, or one that came already.</summary>
    public void TakeStale()
    {
        (long number, DeliveryOutcome outcome) = Uplink.TakeStale();
        Settle(Bug == PlantedBug.TakesStaleAnswers && _underWay.Count > 0 ? _underWay[0] : number, outcome);
    }

    /// <summary>Something comes on the receipts' topic.</summary>
    public void TakeReceipt(byte[] payload) => _traffic.Receive(payload, _time.Elapsed);

    /// <summary>Lets time pass; false when the uplink gives its connection up.</summary>
    public bool Tick() => _traffic.Window.Tick(_time.Elapsed);

    public void Dispose()
    {
        _traffic.Dispose();
        foreach (ISpoolLane lane in _lanes)
        {
            lane.Dispose();
        }

        SpoolStatistics spool = _spool.Snapshot();
        _tally?.Add(SimulatedEvent.PowerCutBeforeASeal, spool.Unsealed > 0 && !HasPower ? 1 : 0);
        _tally?.Add(SimulatedEvent.Commit, spool.Commits);
        _tally?.Add(SimulatedEvent.FailedCommit, spool.FailedCommits);
        if (_receipts?.Snapshot(_time.Elapsed) is { } receipts)
        {
            _tally?.Add(SimulatedEvent.ReceiptedBatch, receipts.Batches);
            _tally?.Add(SimulatedEvent.ReceiptPassedOver, receipts.PassedOver);
            _tally?.Add(SimulatedEvent.SendingForWantOfAReceipt, receipts.SentAgain);
        }

        _tally?.Add(SimulatedEvent.RepeatedBatch, spool.BatchesAlreadyStored);
        _spool.Dispose();
    }

    private void Settle(long number, DeliveryOutcome outcome)
        => _acknowledged += _traffic.Window.Answered(number, Bug == PlantedBug.TakesRefusalForAcknowledgement ? DeliveryOutcome.Accepted : outcome, _time.Elapsed);

    private void OnCommit()
    {
        if (FailsCommit)
        {
            FailsCommit = false;
            throw new InvalidOperationException("the scheduler lets this commit fail");
        }
    }

    // The same frames as a batch that was never there before.
    private byte[] UnderAnotherBoot(byte[] payload)
    {
        Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(payload, out RobotBatchReader batch));
        RobotBatchWriter writer = new(64 << 10);
        writer.Begin(++_repeats, batch.Number);
        while (batch.MoveNext())
        {
            Assert.True(writer.TryAdd(batch.Current.Class, batch.Current.UtcNanoseconds, batch.Current.UncertaintyNanoseconds, batch.Current.Frame));
        }

        return writer.Finish().ToArray();
    }
}
