using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Vl53l5cx;

namespace EdgeAI.Device.Configuration;

/// <summary>What some drivers need beside a bus, and only some hosts have.</summary>
public interface IHostParts
{
    /// <summary>The VL53L5CX firmware image that the user supplied; null where there is none.</summary>
    IVl53l5cxImage? Vl53l5cxImage { get; }

    /// <summary>Makes a sensor that has no chip: the simulated hand or wrist.</summary>
    /// <param name="sensor">Its configuration.</param>
    /// <returns>Null where this host has no such sensor.</returns>
    ISensor? MakeHostSensor(SensorConfiguration sensor);
}
