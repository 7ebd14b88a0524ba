using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Profiles.Queues;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Cameras;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Messages;
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
/// <param name="housekeeping">Who else hears what boards say of themselves.</param>
/// <param name="stamps">Maps the stamps of a recording; null for none.</param>
/// <param name="images">Hears the cameras whose images may leave; null for nobody.</param>
internal sealed class GraphBuilder(
    Profile profile,
    StageFactory stages,
    IFrameSink sink,
    ushort boot,
    IReadOnlyDictionary<string, DeadlineGuard> deadlines,
    IClock clock,
    bool replaying,
    IFrameSink? housekeeping = null,
    IStampMapper? stamps = null,
    IImageTap? images = null)
{
    // A replay is one part whatever the profile's threads: then nothing can come in another order, and any threads give the same digest.
    private readonly GraphParts _parts = new(profile, isOne: replaying);

    /// <summary>Builds the graph.</summary>
    /// <param name="links">The robot's end of each board's link, by board number.</param>
    public RobotGraph Build(IReadOnlyDictionary<int, ILink> links)
    {
        List<StreamRoute> allRoutes = [];
        Dictionary<string, StageRunner> made = profile.Stages.ToDictionary(static stage => stage.Name, stages.Create, StringComparer.Ordinal);
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
            _parts.Of(board).Intakes.Add(new FrameIntake((ushort)board.Id, links[board.Id], routes, conversation, sink, clock, housekeeping, stamps));
            allRoutes.AddRange(routes);
        }

        CameraRoute[] cameras = [.. profile.Cameras.Select(camera => CameraOf(camera, made))];
        foreach (StageProfile stage in profile.Stages)
        {
            _parts.Of(stage).Stages.Add(made[stage.Name]);
            Feed(stage, made);
        }

        return new RobotGraph(_parts.Build(), [.. allRoutes], cameras);
    }

    /// <summary>Ties a stage to the stages that take its answers: by a call on its own thread, over an edge to each other one.</summary>
    private void Feed(StageProfile source, Dictionary<string, StageRunner> made)
    {
        foreach (IGrouping<GraphPart, (StageProfile Stage, int Index)> takers in TakersOf(source.Name).GroupBy(taker => _parts.Of(taker.Stage)))
        {
            GraphPart part = takers.Key;
            if (part == _parts.Of(source))
            {
                foreach ((StageProfile stage, int index) in takers)
                {
                    made[source.Name].Feed(made[stage.Name], index);
                }

                continue;
            }

            InletOptions options = OptionsOf($"{source.Name} to {part.Name}", source.Queue, part.Wake);
            part.Inlets.Add(made[source.Name].FeedThread([.. takers.Select(taker => (made[taker.Stage.Name], taker.Index))], options, () => MessageShape.New(StageFacts.Of(source.Kind).Output)));
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
        MessageKind.JointState => NewRoute(board, sensor, static () => new JointState(), made),
        MessageKind.MagneticField => NewRoute(board, sensor, static () => new MagneticField(), made),
        MessageKind kind => throw new InvalidOperationException($"no route carries {kind}"),
    };

    /// <summary>A camera's way in. Its thread is its own, so every part is another's.</summary>
    private CameraRoute CameraOf(CameraProfile camera, Dictionary<string, StageRunner> made)
    {
        StreamId id = new(0, (byte)camera.Stream);
        CameraShape shape = CameraShapes.Of(camera);
        List<StreamInlet<CameraImage>> inlets = [];
        foreach (IGrouping<GraphPart, (StageProfile Stage, int Index)> takers in TakersOf(camera.Name).GroupBy(taker => _parts.Of(taker.Stage)))
        {
            AddInlet(takers.Key, [.. takers.Select(taker => ConsumerOf<CameraImage>(taker.Stage, taker.Index, made))]);
        }

        bool isTaken = inlets.Count > 0;
        if (!isTaken)
        {
            AddInlet(_parts.Of(camera), []);
        }

        // Who only records compressed images needs no library that decodes them.
        bool isDecoded = shape.IsCompressed && (isTaken || camera.Images == ImagesLeaving.Raw);
        return new CameraRoute(id, camera.Name, shape, camera.Frame, [.. inlets], isDecoded ? JpegImages.Open(camera.Name) : null, camera.Images == ImagesLeaving.None ? null : images);

        void AddInlet(GraphPart part, ISampleConsumer<CameraImage>[] consumers)
        {
            InletOptions options = OptionsOf(inlets.Count == 0 ? camera.Name : $"{camera.Name} to {part.Name}", camera.Queue, part.Wake);
            StreamInlet<CameraImage> inlet = new(id, options, () => shape.Raw.NewImage(camera.Frame), consumers, clock);
            part.Inlets.Add(inlet);
            inlets.Add(inlet);
        }
    }

    private StreamRoute<T> NewRoute<T>(BoardProfile board, SensorProfile sensor, Func<T> newMessage, Dictionary<string, StageRunner> made)
        where T : Message
    {
        StreamId id = new((ushort)board.Id, (byte)sensor.Stream);
        GraphPart own = _parts.Of(board);
        List<StreamInlet<T>> inlets = [];
        foreach (IGrouping<GraphPart, (StageProfile Stage, int Index)> takers in TakersOf(sensor.Name).GroupBy(taker => _parts.Of(taker.Stage)))
        {
            AddInlet(takers.Key, [.. takers.Select(taker => ConsumerOf<T>(taker.Stage, taker.Index, made))]);
        }

        if (inlets.Count == 0)
        {
            AddInlet(own, []);
        }

        return new StreamRoute<T>(id, sensor.Name, [.. inlets]);

        void AddInlet(GraphPart part, ISampleConsumer<T>[] consumers)
        {
            InletOptions options = part == own ? OptionsOf(sensor.Name, sensor.Queue, null) : OptionsOf($"{sensor.Name} to {part.Name}", sensor.Queue, part.Wake);
            StreamInlet<T> inlet = new(id, options, () => Framed(newMessage(), sensor.Frame), consumers, clock);
            part.Inlets.Add(inlet);
            inlets.Add(inlet);
        }
    }

    /// <summary>A stage's input, behind what guards its deadline. The loader has checked that the stage takes what the sensor's driver gives.</summary>
    private ISampleConsumer<T> ConsumerOf<T>(StageProfile stage, int index, Dictionary<string, StageRunner> made)
        where T : Message
    {
        ISampleConsumer<T> consumer = made[stage.Name].InputOf<T>(index);
        ISampleConsumer<T>? alternative = stage.Alternative is { } name ? made[name].InputOf<T>(index) : null;
        return deadlines.TryGetValue(stage.Name, out DeadlineGuard? guard) ? new GuardedConsumer<T>(guard, consumer, alternative, clock) : consumer;
    }

    /// <summary>What an edge is. In a replay nothing is lost but by design: every n-th is what the stages would have got.</summary>
    private InletOptions OptionsOf(string name, QueueProfile queue, WakeSignal? wake) =>
        new(name, queue.Capacity, replaying ? DropPolicy.Block : PolicyOf(queue.Policy), queue.Every ?? 1, wake);

    /// <summary>The runtime's policy for the profile's.</summary>
    public static DropPolicy PolicyOf(QueuePolicy policy) => policy switch
    {
        QueuePolicy.Block => DropPolicy.Block,
        QueuePolicy.DropOldest => DropPolicy.DropOldest,
        QueuePolicy.DropNewest => DropPolicy.DropNewest,
        QueuePolicy.LatestOnly => DropPolicy.LatestOnly,
        QueuePolicy.EveryNth => DropPolicy.EveryNth,
        _ => throw new InvalidOperationException($"the policy '{policy}' is known to profiles and not to the runtime"),
    };

    private static T Framed<T>(T message, string frame)
        where T : Message
    {
        message.FrameId = frame;
        return message;
    }
}
