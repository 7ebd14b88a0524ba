using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Perception.Images;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Stages;
using EdgeAI.Perception.Store;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Cameras;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Models;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Thermal;

namespace EdgeAI.Robot.Wiring;

/// <summary>Makes the stages that a profile names, filling Perception's options from it, and opens each model once.</summary>
internal sealed class StageFactory : IDisposable
{
    // A rule that ends where it begins flickers at its threshold; it ends at this part of it.
    private const double HysteresisRatio = 0.6;

    // Of the classes that a model knows, where one is asked for that it does not: enough to see what they are like.
    private const int ClassesShown = 10;

    private readonly Dictionary<string, ModelSlot> _models = new(StringComparer.Ordinal);
    private readonly Profile _profile;
    private readonly IFrameSink _sink;
    private readonly IStageObserver[] _observers;
    private readonly ushort _boot;
    private readonly IClock _clock;
    private readonly ProfileFrames _frames;
    private readonly JoinFactory _joins;
    private readonly List<IImageDetector> _detectors = [];

    /// <summary>Opens the profile's models.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="models">Opens the models.</param>
    /// <param name="sink">Where answers leave.</param>
    /// <param name="observer">Who watches answers.</param>
    /// <param name="boot">The robot's boot number in frames.</param>
    /// <param name="clock">The robot's timeline.</param>
    /// <exception cref="CannotRunException">A model is missing, damaged or not what its card says.</exception>
    public StageFactory(Profile profile, ModelFolders models, IFrameSink sink, IStageObserver observer, ushort boot, IClock clock)
    {
        _sink = sink;
        _observers = [observer];
        _boot = boot;
        _clock = clock;
        _profile = profile;
        _frames = new ProfileFrames(profile);
        _joins = new JoinFactory(new StreamRates(profile), clock);
        foreach (ModelProfile model in profile.Models)
        {
            OpenedModel opened = models.Open(model);
            if (opened.Model is null)
            {
                Dispose();
                throw new CannotRunException($"model '{model.Name}': {opened.Problem}");
            }

            _models.Add(model.Name, new ModelSlot(opened.Model));
        }
    }

    /// <summary>The joins of the stages that were made, each with its stage's name.</summary>
    public IReadOnlyList<(string Stage, IJoinAccount Account)> Joins => _joins.Made;

    /// <summary>Where a model of the profile stands in the stages that run it.</summary>
    public ModelSlot SlotOf(string model) => _models[model];

    /// <summary>The model that a stage runs.</summary>
    public Model ModelOf(StageProfile stage) => SlotOf(stage).Current;

    /// <summary>The classes of a stage with a model, in the model's order.</summary>
    public string[] LabelsOf(StageProfile stage)
    {
        ModelCard card = ModelOf(stage).Card;
        if (stage.Kind == StageKind.Detect)
        {
            return card.Classes;
        }

        ModelOutput[] outputs = card.Outputs;
        ModelOutput head = stage.Activity is { } activity ? outputs.First(output => output.Name == ProfileNames.Of(activity)) : outputs[0];
        return head.Labels;
    }

    /// <summary>Makes one stage with what runs it.</summary>
    /// <exception cref="CannotRunException">The stage's model is not one for this kind of stage.</exception>
    public StageRunner Create(StageProfile stage)
    {
        try
        {
            return stage.Kind switch
            {
                StageKind.GraspStability => Runner<TactileArray, Classification>(stage, new GraspStabilityStage(SlotOf(stage)), new Classification()),
                StageKind.WrenchFailure => Runner<WrenchStamped, Classification>(stage, new WrenchFailureStage(SlotOf(stage), ProfileNames.Of(stage.Activity!.Value), new WrenchFailureOptions()), new Classification()),
                StageKind.SlipOnset => Runner<TactileArray, Classification>(stage, new SlipOnsetStage(SlotOf(stage)), new Classification()),
                StageKind.JointAnomaly => Runner<JointState, Classification>(stage, new JointWindowStage(SlotOf(stage), Unit.Ampere), new Classification()),
                StageKind.Collision => Runner<JointState, Classification>(stage, new JointWindowStage(SlotOf(stage), Unit.NewtonMetre), new Classification()),
                StageKind.Presence => Runner<Image, PerceptionEvent>(stage, new PresenceStage(PresenceOf(stage)), new PerceptionEvent()),
                StageKind.Touch => Runner<TactileArray, PerceptionEvent>(stage, new TouchStage(new TouchOptions()), new PerceptionEvent()),
                StageKind.Force => Runner<ForceStamped, PerceptionEvent>(stage, new ForceStage(ForceOf(stage)), new PerceptionEvent()),
                StageKind.WrenchContact => Runner<WrenchStamped, PerceptionEvent>(stage, new ContactStage<WrenchStamped>(new WrenchContact(), ContactOf(stage)), new PerceptionEvent()),
                StageKind.Orientation => Runner<Imu, Imu>(stage, new OrientationStage(new OrientationOptions()), new Imu()),
                StageKind.WrenchFrame => Runner<WrenchStamped, WrenchStamped>(stage, new WrenchFrameStage(_frames.TreeOf(stage.Frame!), stage.Frame!), new WrenchStamped()),
                StageKind.ImuFrame => Runner<Imu, Imu>(stage, new ImuFrameStage(_frames.TreeOf(stage.Frame!), stage.Frame!), new Imu()),
                StageKind.ToolWeight => ToolWeight(stage),
                StageKind.ExternalTorque => Runner<JointState, JointState>(stage, new ExternalTorqueStage(ProfileArms.ModelOf(_profile, stage.Arm!), ProfileArms.OptionsOf(_profile, stage)), new JointState()),
                StageKind.TaxelContact => TaxelContact(stage),
                StageKind.MagneticOrientation => MagneticOrientation(stage),
                StageKind.ThermalImage => ThermalImage(stage),
                StageKind.Detect => Runner<CameraImage, Detection2DArray>(stage, Detect(stage), new Detection2DArray()),
                StageKind.Sighting => Runner<Detection2DArray, PerceptionEvent>(stage, new SightingStage(SightingOf(stage)), new PerceptionEvent()),
                _ => throw new InvalidOperationException($"the stage kind '{stage.Kind}' is known to profiles and not to the robot"),
            };
        }
        catch (ArgumentException misfit) when (stage.Model is not null)
        {
            throw new CannotRunException($"stage '{stage.Name}': the model '{stage.Model}' is not one for it: {misfit.Message.Split('\n')[0]}; name another model in the profile", misfit);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IImageDetector detector in _detectors)
        {
            detector.Dispose();
        }

        foreach (ModelSlot slot in _models.Values)
        {
            slot.Current.Dispose();
        }
    }

    private ModelSlot SlotOf(StageProfile stage) => _models[stage.Model ?? throw new InvalidOperationException($"the stage '{stage.Name}' has no model")];

    private StageRunner<TOutput> Runner<TInput, TOutput>(StageProfile stage, IStage<TInput, TOutput> made, TOutput output)
        where TInput : Message
        where TOutput : Message => NewRunner(stage, output).AddInput(made);

    /// <summary>The runner of a stage, without inputs yet: each is added in the order of <see cref="StageFacts.Inputs"/>.</summary>
    private StageRunner<TOutput> NewRunner<TOutput>(StageProfile stage, TOutput output)
        where TOutput : Message
    {
        StageOutlet outlet = new((byte)stage.Stream, _boot, stage.Publish ? _sink : null, _observers);
        long allowedAge = (long)(stage.AllowedAgeMilliseconds * 1_000_000);
        return new StageRunner<TOutput>(stage.Name, output, allowedAge, outlet, _clock);
    }

    /// <summary>A stage of two inputs, joined by time at the wrench's instants.</summary>
    private StageRunner<WrenchStamped> ToolWeight(StageProfile stage)
    {
        StageRunner<WrenchStamped> runner = NewRunner(stage, new WrenchStamped());
        string frame = _frames.FrameOf(stage.InputNames[0]);
        Vector centre = new(stage.ToolCentre![0], stage.ToolCentre[1], stage.ToolCentre[2]);
        (ISampleConsumer<WrenchStamped> wrenches, ISampleConsumer<Imu> motion) = _joins.Join(
            stage,
            required: true,
            new ImuBlend(),
            static () => new WrenchStamped(),
            static () => new Imu(),
            input => new ToolWeightStage(input, runner, stage.ToolKilogram!.Value, centre, _frames.TreeOf(frame), frame));
        return runner.AddInput(wrenches).AddInput(motion);
    }

    /// <summary>An IMU and a magnetometer on one body, joined at the IMU's instants.</summary>
    private StageRunner<Imu> MagneticOrientation(StageProfile stage)
    {
        StageRunner<Imu> runner = NewRunner(stage, new Imu());
        (ISampleConsumer<Imu> motion, ISampleConsumer<MagneticField> fields) = _joins.Join(
            stage,
            required: false,
            new MagneticBlend(),
            static () => new Imu(),
            static () => new MagneticField(),
            input => new MagneticOrientationStage(input, runner, new OrientationOptions(), new MagneticOptions()));
        return runner.AddInput(motion).AddInput(fields);
    }

    private StageRunner<PerceptionEvent> TaxelContact(StageProfile stage)
    {
        SensorProfile sensor = _profile.Boards.SelectMany(static board => board.Sensors).First(sensor => sensor.Name == stage.InputNames[0]);
        TactileArray fullest = MessageShape.NewTactile(sensor);
        ContactOptions options = new()
        {
            Begin = stage.Threshold!.Value,
            End = stage.Threshold.Value * HysteresisRatio,
            Kind = PerceptionEventKind.Touch,
            ValueScale = DriverFacts.Of(sensor.Driver).Quantity switch
            {
                Quantity.Pascal => new Scale(1, 0, Unit.Pascal),
                Quantity.Tesla => new Scale(1, -9, Unit.Tesla),
                _ => new Scale(1, 0, Unit.Count),
            },
        };
        return Runner<TactileArray, PerceptionEvent>(stage, new ContactStage<TactileArray>(new TaxelContact(fullest.Values.Length), options), new PerceptionEvent());
    }

    private StageRunner<Image> ThermalImage(StageProfile stage)
    {
        Mlx90640Imager imager = new(stage.Emissivity!.Value, reflected: double.NaN);
        return NewRunner(stage, MessageShape.NewThermalImage())
            .AddInput(new ThermalPageStage(imager))
            .AddInput(new ThermalEepromInput(imager));
    }

    /// <summary>A detector over the images of the stage's camera.</summary>
    private DetectStage Detect(StageProfile stage)
    {
        CameraShape shape = CameraShapes.Of(_profile.Cameras.First(camera => camera.Name == stage.Input)).Raw;
        PixelFormat format = PixelFormats.Of(shape.Encoding);
        ImageDetector detector = new(SlotOf(stage), shape.Width, shape.Height, format, stage.ScoreThreshold);
        _detectors.Add(detector);
        return new DetectStage(detector, new DetectOptions
        {
            Width = shape.Width,
            Height = shape.Height,
            Format = format,
            Classes = stage.Classes?.Select(name => ClassOf(stage, stage, name)).ToHashSet(),
        });
    }

    private SightingOptions SightingOf(StageProfile stage) => new()
    {
        ClassIndex = ClassOf(stage, _profile.Stages.First(source => source.Name == stage.Input), stage.Class!),
        BeginScore = stage.ScoreThreshold!.Value,
        EndScore = stage.ScoreThreshold.Value * HysteresisRatio,
    };

    /// <summary>A class's place in the list of the detector that tells it.</summary>
    private int ClassOf(StageProfile stage, StageProfile detector, string name)
    {
        string[] known = LabelsOf(detector);
        int index = Array.IndexOf(known, name);
        return index >= 0 ? index : throw new CannotRunException($"stage '{stage.Name}': the model '{detector.Model}' knows no class '{name}'; it knows {string.Join(", ", known.Take(ClassesShown))}{(known.Length > ClassesShown ? $" and {known.Length - ClassesShown} more" : "")}");
    }

    private static ContactOptions ContactOf(StageProfile stage) => new()
    {
        Begin = stage.ThresholdNewton!.Value,
        End = stage.ThresholdNewton.Value * HysteresisRatio,
        Kind = PerceptionEventKind.Force,
        ValueScale = new Scale(1, -3, Unit.Newton),
    };

    private static PresenceOptions PresenceOf(StageProfile stage) => new()
    {
        BeginKelvin = stage.ThresholdDegreesCelsius!.Value,
        EndKelvin = stage.ThresholdDegreesCelsius.Value * HysteresisRatio,
        MinPixels = stage.MinimumPixels!.Value,
    };

    private static ForceOptions ForceOf(StageProfile stage) => new()
    {
        Begin = stage.ThresholdNewton!.Value,
        End = stage.ThresholdNewton.Value * HysteresisRatio,
    };
}
