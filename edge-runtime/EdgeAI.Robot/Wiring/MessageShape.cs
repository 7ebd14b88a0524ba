using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Stages;

namespace EdgeAI.Robot.Wiring;

/// <summary>How large the messages are that each sensor gives: what routes and queues allocate for.</summary>
internal static class MessageShape
{
    private const int GridSide = 8;
    private const int Electrodes = 12;
    private const int HandTaxels = 72;
    private const int InputsOfAConverter = 4;

    /// <summary>The largest raw frame that a profile's streams and stages can make, in bytes.</summary>
    public static int LargestFrame(Profile profile)
    {
        // The robot tells of its own health, and any board may decide by itself, on its sensor's stream.
        LogRecord fullest = new();
        fullest.Text.Count = LogRecord.MaxText;
        return profile.Boards.SelectMany(static board => board.Sensors).Select(New)
            .Concat(profile.Stages.Select(static stage => New(StageFacts.Of(stage.Kind).Output)))
            .Append(fullest)
            .Append(New(MessageKind.Classification))
            .Append(New(MessageKind.Detection2DArray))
            .Max(FrameEncoder.FrameLength);
    }

    /// <summary>Makes a message that holds a sensor's fullest reading, and is one.</summary>
    public static Message New(SensorProfile sensor) => DriverFacts.Of(sensor.Driver).Message switch
    {
        MessageKind.Image => NewImage(sensor),
        MessageKind.TactileArray => NewTactile(sensor),
        MessageKind kind => New(kind),
    };

    /// <summary>Makes the fullest message of a kind that a stage answers with.</summary>
    public static Message New(MessageKind kind) => kind switch
    {
        MessageKind.Image => NewThermalImage(),
        MessageKind.RangeGrid => NewGrid(),
        MessageKind.WrenchStamped => new WrenchStamped(),
        MessageKind.ForceStamped => new ForceStamped(),
        MessageKind.Imu => new Imu { Parts = ImuParts.Orientation | ImuParts.AngularVelocity | ImuParts.LinearAcceleration },
        MessageKind.RangeMeasurement => new RangeMeasurement(),
        MessageKind.Temperature => new Temperature(),
        MessageKind.FluidPressure => new FluidPressure(),
        MessageKind.RelativeHumidity => new RelativeHumidity(),
        MessageKind.ElectricalState => new ElectricalState(),
        MessageKind.MagneticField => new MagneticField(),
        MessageKind.Classification => new Classification { ClassCount = Classification.MaxClasses },
        MessageKind.PerceptionEvent => new PerceptionEvent(),
        MessageKind.JointState => new JointState { Count = JointState.MaxJoints, Parts = JointStateParts.Position | JointStateParts.Velocity | JointStateParts.Effort },
        MessageKind.Detection2DArray => new Detection2DArray { Count = Detection2DArray.MaxDetections },
        _ => throw new InvalidOperationException($"the size of {kind} depends on its sensor"),
    };

    /// <summary>Makes an image that holds the temperatures of an MLX90640's pixels.</summary>
    public static Image NewThermalImage() => new(Mlx90640Registers.Pixels) { Width = Mlx90640Registers.Columns, Height = Mlx90640Registers.Rows };

    /// <summary>Makes an image that holds a driver's reading.</summary>
    public static Image NewImage(SensorProfile sensor)
    {
        (int width, int height) = sensor.Driver switch
        {
            SensorDriver.Mlx90640 => (Mlx90640Page.Width, Mlx90640Page.Height),
            SensorDriver.Mlx90640Eeprom => (Mlx90640Page.Width, Mlx90640Page.EepromHeight),
            _ => (GridSide, GridSide),
        };
        return new Image(width * height) { Width = width, Height = height };
    }

    /// <summary>Makes a taxel array that holds a driver's reading.</summary>
    public static TactileArray NewTactile(SensorProfile sensor)
    {
        int chips = sensor.Chips?.Count ?? 1;
        int taxels = sensor.Driver switch
        {
            SensorDriver.Mpr121 => Electrodes,
            SensorDriver.FsrMatrix => InputsOfAConverter * chips,
            SensorDriver.SimulatedHand => HandTaxels,
            _ => chips,
        };
        int components = sensor.Driver == SensorDriver.Mlx90393Skin ? 3 : 1;
        return new TactileArray(taxels, components) { TaxelCount = taxels, HasTouch = true };
    }

    /// <summary>Makes a grid of ranges that holds a driver's reading.</summary>
    public static RangeGrid NewGrid() => new(GridSide * GridSide) { Width = GridSide, Height = GridSide };
}
