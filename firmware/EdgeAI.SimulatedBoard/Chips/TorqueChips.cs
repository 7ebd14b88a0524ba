using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>The force, torque and power chips by the names of their drivers, each as it stands in the scene.</summary>
internal static class TorqueChips
{
    // Tells the noise of one chip from that of another.
    private const ulong PulsedSalt = 0x6878_3731;
    private const ulong WristSalt = 0x3661_7869;

    /// <summary>Makes the chip that a driver is written for: for "six-axis" a switch with a NAU7802 behind each of its first six channels.</summary>
    /// <returns>The chip, or null where the name is not of this kind.</returns>
    public static ISimulatedI2cChip? Create(string driver, IClock clock, Scene scene) => driver switch
    {
        "ina226" => new SimulatedIna226(clock, new GripMotor(scene)),
        "six-axis" => SixAxis(clock, scene),
        _ => null,
    };

    /// <summary>Makes the chip of a driver that clocks it through an SPI controller.</summary>
    /// <returns>The chip, or null where the name is not of this kind.</returns>
    public static ISimulatedPulsedChip? CreatePulsed(string driver, IClock clock, Scene scene) => driver switch
    {
        "hx711" => new SimulatedHx711(clock, scene, fast: true, scene.Seed ^ PulsedSalt),
        _ => null,
    };

    private static SimulatedTca9548a SixAxis(IClock clock, Scene scene)
    {
        SimulatedTca9548a mux = new();
        WristBridges bridges = new(new WristLoad(scene, new ArmMotion(scene.Seed)));
        for (int number = 0; number < WristBridges.Count; number++)
        {
            ulong seed = scene.Seed ^ (WristSalt + (ulong)number);
            mux.Channel(number).Attach(SimulatedNau7802.DefaultAddress, new SimulatedNau7802(clock, bridges.Bridge(number), seed));
        }

        return mux;
    }
}
