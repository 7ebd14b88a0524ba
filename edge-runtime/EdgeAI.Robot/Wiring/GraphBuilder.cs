using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Queues;
using EdgeAI.Profiles.Stages;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Wiring;

/// <summary>Turns a profile's boards, streams and stages into the graph that an executor steps.</summary>
/// <param name="profile">The profile.</param>
/// <param name="stages">Makes the stages.</param>
/// <param name="sink">Where frames leave.</param>
/// <param name="boot">The robot's boot number in frames.</param>
/// <param name="deadlines">The deadlines of the stages that have one, by the stage's name; empty in a replay, where time is the recording's.</param>
/// <param name="clock">The robot's timeline.</param>
/// <param name="replaying">Whether a recording is played: then nothing may be dropped and boards share the robot's clock.</param>
internal sealed class GraphBuilder(Profile profile, StageFactory stages, IFrameSink sink, ushort boot, IReadOnlyDictionary<string, DeadlineGuard> deadlines, IClock clock, bool replaying)
{
    /// <summary>Builds the graph.</summary>
    /// <param name="links">The robot's end of each board's link, by board number.</param>
    public RobotGraph Build(IReadOnlyDictionary<int, ILink> links)
    {
        ThreadPlan threads = new(profile);
        List<FrameIntake>[] intakes = [.. threads.Names.Select(static _ => new List<FrameIntake>())];
        List<StreamInlet>[] inlets = [.. threads.Names.Select(static _ => new List<StreamInlet>())];
        List<StreamRoute> allRoutes = [];
        Dictionary<string, StageRunner> made = profile.Stages.ToDictionary(static stage => stage.Name, stages.Create, StringComparer.Ordinal);
        FeedStages(made);
        foreach (BoardProfile board in profile.Boards)
        {
            List<StreamRoute> routes = [];
            foreach (SensorProfile sensor in board.Sensors)
            {
                routes.Add(RouteOf(board, sensor, made));
            }

            // A recording, and a bus that the robot owns, are stamped on the robot's own clock: there is nothing to map, and nobody to
            // speak with.
            bool ownClock = replaying || (!profile.Robot.Simulated && board.Link.Kind == LinkKind.InProcess);
            BoardConversation? conversation = ownClock
                ? null
                : new BoardConversation((ushort)board.Id, boot, profile.Robot.Simulated ? FrameFlags.Simulated : FrameFlags.None, links[board.Id], clock, ClockLimits.Crystals);
            int thread = threads.ThreadOf(board);
            intakes[thread].Add(new FrameIntake((ushort)board.Id, links[board.Id], routes, conversation, sink, clock));
            inlets[thread].AddRange(routes.SelectMany(static route => route.Inlets));
            allRoutes.AddRange(routes);
        }

        return new RobotGraph(
            [.. threads.Names.Select((name, thread) => new GraphPartition(
                name,
                [.. intakes[thread]],
                [.. inlets[thread]],
                [.. profile.Stages.Where(stage => threads.ThreadOf(stage) == thread).Select(stage => made[stage.Name])],
                new WakeSignal()))],
            [.. allRoutes]);
    }

    /// <summary>Ties stages to the stages whose answers they take.</summary>
    private void FeedStages(Dictionary<string, StageRunner> made)
    {
        foreach (StageProfile source in profile.Stages)
        {
            foreach ((StageProfile stage, int index) in TakersOf(source.Name))
            {
                made[source.Name].Feed(made[stage.Name], index);
            }
        }
    }

    /// <summary>Who takes a stream. An alternative takes nothing by itself: it stands in for its stage.</summary>
    private IEnumerable<(StageProfile Stage, int Index)> TakersOf(string stream) =>
        profile.Stages.Where(candidate => profile.Stages.All(stage => stage.Alternative != candidate.Name)).SelectMany(stage => stage.InputNames.Index().Where(input => input.Item == stream).Select(input => (stage, input.Index)));

    private StreamRoute RouteOf(BoardProfile board, SensorProfile sensor, Dictionary<string, StageRunner> made) => DriverFacts.Of(sensor.Driver).Message switch
    {
        MessageKind.Image => NewRoute(board, sensor, () => MessageShape.NewImage(sensor), made),
        MessageKind.TactileArray => NewRoute(board, sensor, () => MessageShape.NewTactile(sensor), made),
        MessageKind.RangeGrid => NewRoute(board, sensor, MessageShape.NewGrid, made),
        MessageKind.WrenchStamped => NewRoute(board, sensor, static () => new WrenchStamped(), made),
        MessageKind.ForceStamped => NewRoute(board, sensor, static () => new ForceStamped(), made),
        MessageKind.Imu => NewRoute(board, sensor, static () => new Imu(), made),
        MessageKind.RangeMeasurement => NewRoute(board, sensor, static () => new RangeMeasurement(), made),
        MessageKind.Temperature => NewRoute(board, sensor, static () => new Temperature(), made),
        MessageKind.FluidPressure => NewRoute(board, sensor, static () => new FluidPressure(), made),
        MessageKind.RelativeHumidity => NewRoute(board, sensor, static () => new RelativeHumidity(), made),
        MessageKind.ElectricalState => NewRoute(board, sensor, static () => new ElectricalState(), made),
        MessageKind kind => throw new InvalidOperationException($"no route carries {kind}"),
    };

    private StreamRoute<T> NewRoute<T>(BoardProfile board, SensorProfile sensor, Func<T> newMessage, Dictionary<string, StageRunner> made)
        where T : Message
    {
        List<ISampleConsumer<T>> consumers = [];
        foreach ((StageProfile stage, int index) in TakersOf(sensor.Name))
        {
            // The loader has checked that the stage takes what the sensor's driver gives.
            ISampleConsumer<T> consumer = made[stage.Name].InputOf<T>(index);
            ISampleConsumer<T>? alternative = stage.Alternative is { } name ? made[name].InputOf<T>(index) : null;
            consumers.Add(deadlines.TryGetValue(stage.Name, out DeadlineGuard? guard) ? new GuardedConsumer<T>(guard, consumer, alternative, clock) : consumer);
        }

        StreamId id = new((ushort)board.Id, (byte)sensor.Stream);
        DropPolicy policy = replaying ? DropPolicy.Block : PolicyOf(sensor.Queue.Policy);
        return new StreamRoute<T>(id, sensor.Name, new StreamInlet<T>(id, sensor.Name, sensor.Queue.Capacity, policy, () => Framed(newMessage(), sensor.Frame), [.. consumers], clock));
    }

    /// <summary>The runtime's policy for the profile's.</summary>
    public static DropPolicy PolicyOf(QueuePolicy policy) => policy switch
    {
        QueuePolicy.Block => DropPolicy.Block,
        QueuePolicy.DropOldest => DropPolicy.DropOldest,
        QueuePolicy.DropNewest => DropPolicy.DropNewest,
        QueuePolicy.LatestOnly => DropPolicy.LatestOnly,
        _ => throw new InvalidOperationException($"the policy '{policy}' is known to profiles and not to the runtime"),
    };

    private static T Framed<T>(T message, string frame)
        where T : Message
    {
        message.FrameId = frame;
        return message;
    }
}
