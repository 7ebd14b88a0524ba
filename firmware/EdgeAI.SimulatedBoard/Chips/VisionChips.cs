using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>The vision chips by the names of their drivers, looking at one scene.</summary>
internal sealed class VisionChips(IClock clock, Scene scene)
{
    // The beam of a single-point sensor points at the middle of the field.
    private const int MiddleZone = 27;

    private readonly SceneFields _fields = new(scene);

    /// <summary>A new chip, or null where the name is none of these.</summary>
    public ISimulatedI2cChip? Create(string driver) => driver switch
    {
        "mlx90640" => new SimulatedMlx90640(clock, _fields, Mlx90640Eeprom.Generate(scene.Seed)),
        "tf-luna" => new SimulatedTfLuna(clock, _fields, MiddleZone),
        "vl53l5cx" => new SimulatedVl53l5cx(clock, _fields),
        _ => null,
    };
}
