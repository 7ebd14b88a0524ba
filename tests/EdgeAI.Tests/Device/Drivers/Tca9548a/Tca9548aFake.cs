using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Tca9548a;

namespace EdgeAI.Tests.Device.Drivers.Tca9548a;

/// <summary>A TCA9548A: one register, and behind each of its bits a bus. Chips before the switch stand on <see cref="Upstream"/>.</summary>
public sealed class Tca9548aFake : II2cBus
{
    /// <summary>What is connected, bit by bit.</summary>
    public byte Register { get; set; }

    /// <summary>The bits that the register cannot take.</summary>
    public byte StuckBits { get; set; }

    /// <summary>The buses behind the switch.</summary>
    public II2cBus?[] Channels { get; } = new II2cBus?[Tca9548aSwitch.Channels];

    /// <summary>The bus that the switch itself hangs on, beside the switch.</summary>
    public II2cBus? Upstream { get; set; }

    /// <summary>How often two channels were connected at once when a byte came for a chip.</summary>
    public int Collisions { get; private set; }

    public BusStatus Write(byte address, byte[] data, int count)
    {
        if (address == Tca9548aSwitch.LowestAddress)
        {
            Register = (byte)(data[count - 1] ^ StuckBits);
            return BusStatus.Ok;
        }

        return Target()?.Write(address, data, count) ?? BusStatus.AddressNotAcknowledged;
    }

    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        if (address == Tca9548aSwitch.LowestAddress)
        {
            buffer.AsSpan(0, count).Fill(Register);
            return BusStatus.Ok;
        }

        return Target()?.Read(address, buffer, count) ?? BusStatus.AddressNotAcknowledged;
    }

    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount) =>
        Target()?.WriteRead(address, data, writeCount, buffer, readCount) ?? BusStatus.AddressNotAcknowledged;

    private II2cBus? Target()
    {
        if (Register == 0)
        {
            return Upstream;
        }

        Collisions += (Register & (Register - 1)) != 0 ? 1 : 0;
        return Channels[int.Log2(Register)];
    }
}
