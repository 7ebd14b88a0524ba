using System.Collections.Concurrent;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Clocks;
using EdgeAI.SimulatedBoard.Generators;
using EdgeAI.SimulatedBoard.Scenes;
using EdgeAI.SimulatedBoard.Sensors;

namespace EdgeAI.SimulatedBoard;

/// <summary>
/// A humanoid's sensing hardware in one scene: named buses with simulated chips on them, a hand, a wrist. The scene begins when
/// the humanoid is made. Each bus and each sensor is made, and belongs, on one thread; boards that start at once ask for theirs side by side. The scene belongs to all.
/// </summary>
public sealed class SimulatedHumanoid
{
    private readonly ConcurrentDictionary<string, SimulatedI2cBus> _buses = new(StringComparer.Ordinal);
    private readonly SceneClock _sceneClock;
    private readonly VisionChips _vision;
    private readonly TactileChips _tactile;

    /// <summary>Makes a humanoid without chips, at the beginning of its scene.</summary>
    /// <param name="seed">What the scene's draws come from.</param>
    /// <param name="clock">The clock by which the world moves, virtual or real.</param>
    public SimulatedHumanoid(ulong seed, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Scene = new Scene(seed);
        _sceneClock = new SceneClock(clock, clock.Nanoseconds);
        _vision = new VisionChips(_sceneClock, Scene);
        _tactile = new TactileChips(_sceneClock, Scene);
    }

    /// <summary>The world with its truth.</summary>
    public Scene Scene { get; }

    /// <summary>Nanoseconds since the scene's start.</summary>
    public IClock SceneClock => _sceneClock;

    /// <summary>What the world's clock showed when the scene began: an instant of that clock minus this is an instant of the scene.</summary>
    public long StartNanoseconds => _sceneClock.StartNanoseconds;

    /// <summary>The bus with a name, made empty at the first call. Any thread.</summary>
    public SimulatedI2cBus Bus(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _buses.GetOrAdd(name, static _ => new SimulatedI2cBus());
    }

    /// <summary>Puts the chip that a driver is written for onto a bus, powered long ago and at its reset values.</summary>
    /// <param name="bus">The bus's name.</param>
    /// <param name="driver">The driver's name, such as "amg8833".</param>
    /// <param name="address">The chip's 7-bit address.</param>
    /// <returns>The bus, or null where no chip is simulated for that driver.</returns>
    /// <exception cref="InvalidOperationException">A chip stands at that address already.</exception>
    public II2cBus? Attach(string bus, string driver, byte address)
    {
        SimulatedI2cBus wires = Bus(bus);
        return Attach(wires, driver, address) ? wires : null;
    }

    /// <summary>Puts the chip that a driver is written for onto a channel of a switch that was attached before.</summary>
    /// <param name="bus">The name of the bus that the switch stands on.</param>
    /// <param name="switchAddress">The switch's 7-bit address.</param>
    /// <param name="channel">0 to 7.</param>
    /// <param name="driver">The driver's name, such as "bmp390".</param>
    /// <param name="address">The chip's 7-bit address.</param>
    /// <returns>The bus before the switch, or null where no chip is simulated for that driver.</returns>
    /// <exception cref="InvalidOperationException">No switch stands at its address, or a chip at the other already.</exception>
    public II2cBus? AttachBehind(string bus, byte switchAddress, int channel, string driver, byte address)
    {
        SimulatedI2cBus wires = Bus(bus);
        return wires.ChipAt(switchAddress) is SimulatedTca9548a tca
            ? Attach(tca.Channel(channel), driver, address) ? wires : null
            : throw new InvalidOperationException($"No switch stands at address 0x{switchAddress:X2} of bus '{bus}': attach \"tca9548a\" there first");
    }

    /// <summary>Whether a chip stands at an address of a switch's channel.</summary>
    /// <param name="bus">The name of the bus that the switch stands on.</param>
    /// <param name="switchAddress">The switch's 7-bit address.</param>
    /// <param name="channel">0 to 7.</param>
    /// <param name="address">The chip's 7-bit address.</param>
    public bool IsAttachedBehind(string bus, byte switchAddress, int channel, byte address) =>
        Bus(bus).ChipAt(switchAddress) is SimulatedTca9548a tca && tca.Channel(channel).ChipAt(address) is not null;

    /// <summary>Makes an SPI controller for the chip that a driver clocks through it, powered long ago.</summary>
    /// <param name="driver">"hx711".</param>
    /// <param name="hertz">The controller's bits per second, 1 to 100,000,000.</param>
    /// <returns>The controller, which belongs to that chip alone, or null where no chip is simulated for that driver.</returns>
    public SimulatedSpiBus? AttachPulsed(string driver, int hertz) =>
        TorqueChips.CreatePulsed(driver, _sceneClock, Scene) is { } chip ? new SimulatedSpiBus(_sceneClock, chip, hertz) : null;

    /// <summary>Makes the hand of 72 taxels.</summary>
    /// <param name="boardClock">What its readings are stamped with.</param>
    /// <param name="generator">What its readings are drawn from.</param>
    public SimulatedHand CreateHand(IClock boardClock, ClassConditionalGenerator generator) =>
        new(Scene, _sceneClock, boardClock, generator);

    /// <summary>Makes a wrist that reports the windows of one activity.</summary>
    /// <param name="boardClock">What its readings are stamped with.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="generator">What its windows are drawn from.</param>
    public SimulatedWrist CreateWrist(IClock boardClock, MotionActivity activity, ClassConditionalGenerator generator) =>
        new(Scene, _sceneClock, boardClock, activity, generator);

    /// <summary>Makes the arm of two joints.</summary>
    /// <param name="boardClock">What its readings are stamped with.</param>
    public SimulatedArm CreateArm(IClock boardClock) => new(Scene, _sceneClock, boardClock);

    /// <summary>Makes the magnetometer that turns with the forearm.</summary>
    /// <param name="boardClock">What its readings are stamped with.</param>
    public SimulatedMagnetometer CreateMagnetometer(IClock boardClock) => new(Scene, _sceneClock, boardClock);

    private bool Attach(SimulatedI2cBus wires, string driver, byte address)
    {
        ISimulatedI2cChip? chip = driver switch
        {
            "amg8833" => new SimulatedAmg8833(_sceneClock, Scene),
            "mpr121" => new SimulatedMpr121(_sceneClock, Scene),
            "nau7802" => new SimulatedNau7802(_sceneClock, Scene, Scene.Seed),
            _ => _vision.Create(driver) ?? _tactile.Create(driver) ?? MotionChips.Create(driver, _sceneClock, Scene) ?? TorqueChips.Create(driver, _sceneClock, Scene),
        };
        if (chip is null)
        {
            return false;
        }

        wires.Attach(address, chip);
        return true;
    }
}
