using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.Device.Drivers.Mpr121;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Robot.Buses;
using EdgeAI.Robot.Commands;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Scenes;
using EdgeAI.SimulatedBoard.Sensors;

namespace EdgeAI.Robot.Wiring;

/// <summary>
/// Makes the sensors that a profile names. On a simulated bus the driver gets the simulated chip, on a Linux bus the real one:
/// the driver itself is the same and does not know.
/// </summary>
/// <param name="profile">The profile.</param>
/// <param name="world">The simulated world; null on a real robot.</param>
/// <param name="generators">Finds the generator files of the simulated hand and wrist.</param>
internal sealed class SensorFactory(Profile profile, SimulatedHumanoid? world, GeneratorFiles generators) : IDisposable
{
    private readonly Dictionary<string, LinuxI2cBus> _linuxBuses = new(StringComparer.Ordinal);

    /// <summary>Makes one sensor.</summary>
    /// <param name="sensor">The sensor in the profile.</param>
    /// <param name="boardClock">The clock of the board that the sensor sits on.</param>
    /// <exception cref="CannotRunException">A bus or a generator cannot be opened.</exception>
    public ISensor Create(SensorProfile sensor, IClock boardClock) => sensor.Driver switch
    {
        SensorDriver.Amg8833 => new Amg8833Sensor(BusOf(sensor), sensor.Address!.Value, boardClock, sensor.RateHz <= 1 ? Amg8833FrameRate.OnePerSecond : Amg8833FrameRate.TenPerSecond),
        SensorDriver.Mpr121 => new Mpr121Sensor(BusOf(sensor), sensor.Address!.Value, boardClock),
        SensorDriver.Nau7802 => CreateBridge(sensor, boardClock),
        SensorDriver.SimulatedHand => World.CreateHand(boardClock, generators.Load("grasp-stability", "generator.json")),
        SensorDriver.SimulatedWrist => CreateWrist(sensor, boardClock),
        _ => throw new InvalidOperationException($"the driver '{sensor.Driver}' is known to profiles and not to the robot"),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LinuxI2cBus bus in _linuxBuses.Values)
        {
            bus.Dispose();
        }
    }

    private SimulatedHumanoid World => world ?? throw new InvalidOperationException("only a simulated robot has simulated sensors: the loader sees to that");

    private Nau7802Sensor CreateBridge(SensorProfile sensor, IClock boardClock)
    {
        Nau7802Options options = new()
        {
            Gain = Enum.Parse<Nau7802Gain>($"X{sensor.Gain ?? 128}"),
            Rate = Enum.Parse<Nau7802Rate>($"PerSecond{sensor.RateHz}"),
        };
        Nau7802Sensor bridge = new(BusOf(sensor), sensor.Address!.Value, boardClock, options);
        if (sensor.Calibration is { } calibration)
        {
            Unit unit = calibration.Unit == CalibrationUnit.Newton ? Unit.Newton : Unit.Count;
            bridge.SetCalibration(calibration.TareCounts, new Scale(calibration.ScaleMantissa, (sbyte)calibration.ScaleExponent, unit));
        }

        return bridge;
    }

    private SimulatedWrist CreateWrist(SensorProfile sensor, IClock boardClock)
    {
        string activity = ProfileNames.Of(sensor.Activity!.Value);
        return MotionLabels.TryParse(activity, out MotionActivity motion)
            ? World.CreateWrist(boardClock, motion, generators.Load("force-torque-failure", $"generator-{activity}.json"))
            : throw new InvalidOperationException($"the activity '{activity}' is known to profiles and not to the scene");
    }

    private II2cBus BusOf(SensorProfile sensor)
    {
        BusProfile bus = profile.Buses.First(candidate => candidate.Name == sensor.Bus);
        if (bus.Kind == BusKind.Simulated)
        {
            return World.Attach(bus.Name, ProfileNames.Of(sensor.Driver), sensor.Address!.Value)
                ?? throw new InvalidOperationException($"no chip is simulated for the driver '{sensor.Driver}'");
        }

        if (!_linuxBuses.TryGetValue(bus.Name, out LinuxI2cBus? opened))
        {
            if (!LinuxI2cBus.TryOpen(bus.Path!, out opened, out string problem))
            {
                throw new CannotRunException($"bus '{bus.Name}': {problem}");
            }

            _linuxBuses.Add(bus.Name, opened!);
        }

        return opened!;
    }
}
