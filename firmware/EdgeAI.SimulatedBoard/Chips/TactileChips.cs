using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Scenes;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// The tactile chips by the names of their drivers, under one scene's hand. Chips of a kind are numbered in the order in which they
/// are made: each further one feels the next place on the hand.
/// </summary>
internal sealed class TactileChips(IClock clock, Scene scene)
{
    private const int InputsOfAConverter = 4;

    private readonly SceneFields _fields = new(scene);
    private int _converters;
    private int _barometers;
    private int _magnetometers;

    /// <summary>A new chip, or null where the name is none of these.</summary>
    public ISimulatedI2cChip? Create(string driver) => driver switch
    {
        "tca9548a" => new SimulatedTca9548a(),
        "ads1115" => new SimulatedAds1115(clock, new FsrDividers(_fields, InputsOfAConverter * _converters++)),
        "bmp390" => new SimulatedBmp390(clock, _fields, _barometers++),
        "mlx90393" => new SimulatedMlx90393(clock, _fields, _magnetometers++),
        _ => null,
    };
}
