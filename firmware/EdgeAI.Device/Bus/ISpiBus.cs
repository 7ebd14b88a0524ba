namespace EdgeAI.Device.Bus;

/// <summary>
/// One chip on an SPI bus seen from its controller, at the mode and clock that the adapter was made with. Every byte sent brings one
/// back. Nothing throws: every outcome is a <see cref="BusStatus"/>. Not thread safe: one bus, one thread.
/// </summary>
public interface ISpiBus
{
    /// <summary>Sends and receives at once, most significant bit first, chip select held for the whole transfer.</summary>
    /// <param name="send">The bytes to send.</param>
    /// <param name="receive">Receives as many bytes; of no meaning unless the status is <see cref="BusStatus.Ok"/>.</param>
    /// <param name="count">How many bytes, 1 to the shorter buffer's length.</param>
    BusStatus Transfer(byte[] send, byte[] receive, int count);
}
