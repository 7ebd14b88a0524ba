using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>The inertial and climate chips by the names of their drivers, each as it stands in the scene.</summary>
internal static class MotionChips
{
    // Tells the noise of one chip from that of another.
    private const ulong InertialSalt = 0x6C73_6D36;
    private const ulong ClimateSalt = 0x7368_7434;

    /// <summary>Makes the chip that a driver is written for.</summary>
    /// <returns>The chip, or null where the name is not of this kind.</returns>
    public static ISimulatedI2cChip? Create(string driver, IClock clock, Scene scene) => driver switch
    {
        "bme280" => new SimulatedBme280(clock, new RoomClimate(scene.Seed), Bme280FactoryTrimming.Example),
        "bno055" => new SimulatedBno055(clock, new ArmMotion(scene.Seed), new RoomClimate(scene.Seed)),
        "lsm6dso" => new SimulatedLsm6dso(clock, new ArmMotion(scene.Seed), new RoomClimate(scene.Seed), scene.Seed ^ InertialSalt),
        "sht4x" => new SimulatedSht4x(clock, new RoomClimate(scene.Seed), (uint)scene.Seed, scene.Seed ^ ClimateSalt),
        _ => null,
    };
}
