namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// Where the VL53L5CX's firmware image comes from, chunk by chunk: a file that the user supplies, on the robot or in a board's flash. It is
/// never part of this project. See <see cref="Vl53l5cxImage"/> for what it holds.
/// </summary>
public interface IVl53l5cxImage
{
    /// <summary>Its length in bytes.</summary>
    int Length { get; }

    /// <summary>Reads a chunk.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="buffer">Receives it from its start on.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>False if they could not be read.</returns>
    bool Read(int offset, byte[] buffer, int count);
}
