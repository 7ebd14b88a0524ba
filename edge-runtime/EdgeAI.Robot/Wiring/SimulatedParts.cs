using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Scenes;
using EdgeAI.SimulatedBoard.Sensors;

namespace EdgeAI.Robot.Wiring;

/// <summary>The sensors without a chip that a simulated world has: the hand and the wrists of the data sets that the models were trained on, an arm and a magnetometer.</summary>
/// <param name="world">The world.</param>
/// <param name="generators">Finds the files that their readings are drawn from.</param>
/// <param name="boardClock">What their readings are stamped with.</param>
internal sealed class SimulatedParts(SimulatedHumanoid world, GeneratorFiles generators, IClock boardClock) : IHostParts
{
    /// <summary>None: the maker's image is the user's to supply, on a board.</summary>
    public IVl53l5cxImage? Vl53l5cxImage => null;

    /// <inheritdoc/>
    public ISensor? MakeHostSensor(SensorConfiguration sensor) => sensor.Driver switch
    {
        DriverCode.SimulatedHand => world.CreateHand(boardClock, generators.Load("grasp-stability", "generator.json")),
        DriverCode.SimulatedWrist => MakeWrist((MotionActivity)sensor.Parameters[0]),
        DriverCode.SimulatedArm => world.CreateArm(boardClock),
        DriverCode.SimulatedMagnetometer => world.CreateMagnetometer(boardClock),
        _ => null,
    };

    private SimulatedWrist MakeWrist(MotionActivity activity) =>
        world.CreateWrist(boardClock, activity, generators.Load("force-torque-failure", $"generator-{ProfileNames.Of(activity)}.json"));
}
