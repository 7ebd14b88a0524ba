namespace EdgeAI.Device.Bus;

/// <summary>
/// An I2C bus seen from its controller. Buffers are plain arrays because that is what nanoFramework 1.x, 2.0 and .NET
/// share. Nothing throws: every outcome of the wire is a <see cref="BusStatus"/>. Not thread safe: one bus, one thread.
/// </summary>
public interface II2cBus
{
    /// <summary>Writes <paramref name="count"/> bytes from <paramref name="data"/> to a 7-bit address, then a stop.</summary>
    BusStatus Write(byte address, byte[] data, int count);

    /// <summary>Reads <paramref name="count"/> bytes into the start of <paramref name="buffer"/>, then a stop.</summary>
    BusStatus Read(byte address, byte[] buffer, int count);

    /// <summary>Writes, then reads after a repeated start, so that no other controller comes between the two.</summary>
    BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount);
}
