using System.Security.Cryptography;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Stages;
using EdgeAI.Records;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Outbound;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Wiring;

/// <summary>What every run of a robot consists of, live or replayed, between the links of its boards and the outbound queue.</summary>
internal sealed class RobotParts : IDisposable
{
    private readonly GraphLedgerMeter _meter;

    /// <summary>Builds the parts.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="ends">The robot's end of each board's link.</param>
    /// <param name="clock">The robot's timeline.</param>
    /// <param name="replaying">Whether a recording is played.</param>
    /// <param name="tap">Puts something between the graph and the outbound queue, such as a live view, which hears what boards say of themselves, too; null for nothing.</param>
    /// <param name="frameBoot">The robot's boot number in frames; null for the low 16 bits of this start's.</param>
    /// <param name="stamps">Maps the stamps of a recording; null where boards share the robot's clock, or say what theirs shows.</param>
    /// <exception cref="Commands.CannotRunException">A model cannot be opened.</exception>
    public RobotParts(Profile profile, BoardEnds ends, IClock clock, bool replaying, Func<IFrameSink, IFrameSink>? tap = null, ushort? frameBoot = null, IStampMapper? stamps = null)
    {
        Profile = profile;
        Clock = clock;
        Replaying = replaying;
        DropPolicy policy = replaying ? DropPolicy.Block : GraphBuilder.PolicyOf(profile.Outbound.Policy);
        int largestFrame = MessageShape.LargestFrame(profile);
        Outbound = new OutboundQueue(profile.Outbound.Capacity, policy, largestFrame, Utc, ClassesOf(profile));
        FrameBoot = frameBoot ?? (ushort)Boot;
        IFrameSink next = tap?.Invoke(Outbound) ?? Outbound;
        Frames = new FrameTap(next);
        Housekeeping = new FrameTap((next as LiveViewTap)?.Housekeeping);
        FrameFlags flags = (profile.Robot.Simulated ? FrameFlags.Simulated : FrameFlags.None) | (replaying ? FrameFlags.Replayed : FrameFlags.None);
        Health = new HealthLog(FrameBoot, flags, Frames, clock);
        SafeState = new SafeState(Health);
        Observers.Add(Latest);
        Stages = new StageFactory(profile, Frames, Observers, FrameBoot, clock);
        foreach (StageProfile stage in profile.Stages)
        {
            Latest.Add(stage.Stream, MessageShape.New(StageFacts.Of(stage.Kind).Output), stage.Model is null ? null : Stages.LabelsOf(stage));
        }

        Dictionary<string, DeadlineGuard> deadlines = replaying ? [] : DeadlinesOf(profile);
        Deadlines = [.. deadlines.Values];
        GraphBuilder builder = new(profile, Stages, Frames, FrameBoot, deadlines, clock, replaying, Housekeeping, stamps, Images);
        Graph = builder.Build(ends.Robot);
        _meter = new GraphLedgerMeter(Graph.Ledger);
    }

    public Profile Profile { get; }

    public IClock Clock { get; }

    /// <summary>Whether a recording is played.</summary>
    public bool Replaying { get; }

    /// <summary>Tells this start of the robot from every other; frames carry its low 16 bits.</summary>
    public uint Boot { get; } = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>The boot number in frames.</summary>
    public ushort FrameBoot { get; }

    /// <summary>Where a recorder hears every frame that leaves the graph.</summary>
    public FrameTap Frames { get; }

    /// <summary>Where a recorder and a live view hear what boards say of themselves.</summary>
    public FrameTap Housekeeping { get; }

    /// <summary>Where a recorder and a live view hear cameras whose images may leave.</summary>
    public ImageTap Images { get; } = new();

    public UtcMapping Utc { get; } = new();

    public OutboundQueue Outbound { get; }

    /// <summary>What the robot says of itself.</summary>
    public HealthLog Health { get; }

    public SafeState SafeState { get; }

    /// <summary>The deadlines of the stages that have one.</summary>
    public IReadOnlyList<DeadlineGuard> Deadlines { get; }

    public StageFactory Stages { get; }

    /// <summary>Who watches what stages answer; more may be added until the graph is first stepped.</summary>
    public StageObservers Observers { get; } = new();

    public LatestDecisions Latest { get; } = new();

    public RobotGraph Graph { get; }

    /// <summary>Whether a thread hangs in a step: models stay open then, since it may still run them.</summary>
    public bool HasHangingThread { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        if (HasHangingThread)
        {
            return;
        }

        foreach (GraphPartition partition in Graph.Partitions)
        {
            partition.Wake.Dispose();
        }

        foreach (CameraRoute camera in Graph.Cameras)
        {
            camera.Dispose();
        }

        Stages.Dispose();
        Outbound.Dispose();
    }

    private Dictionary<string, DeadlineGuard> DeadlinesOf(Profile profile)
    {
        Dictionary<string, DeadlineGuard> deadlines = new(StringComparer.Ordinal);
        foreach (StageProfile stage in profile.Stages)
        {
            if (stage.DeadlineMilliseconds is { } deadline)
            {
                DeadlineOptions options = new((long)(deadline * 1_000_000), Enum.Parse<MissPolicy>(stage.OnMiss.ToString()), (long)(stage.CalmMilliseconds * 1_000_000));
                deadlines.Add(stage.Name, new DeadlineGuard(stage.Name, options, SafeState, Health));
            }
        }

        return deadlines;
    }

    private static Dictionary<StreamId, RecordClass> ClassesOf(Profile profile)
    {
        Dictionary<StreamId, RecordClass> classes = [];
        foreach (BoardProfile board in profile.Boards)
        {
            foreach (SensorProfile sensor in board.Sensors)
            {
                classes.Add(new StreamId((ushort)board.Id, (byte)sensor.Stream), Enum.Parse<RecordClass>(sensor.RecordClass.ToString()));
            }
        }

        foreach (StageProfile stage in profile.Stages)
        {
            classes.Add(new StreamId(0, (byte)stage.Stream), Enum.Parse<RecordClass>(stage.RecordClass.ToString()));
        }

        classes.Add(HealthLog.Stream, RecordClass.Safety);
        return classes;
    }
}
