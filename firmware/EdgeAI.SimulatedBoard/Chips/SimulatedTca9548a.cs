using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Texas Instruments TCA9548A switch: eight downstream buses, each joined to the upstream one while its bit in the only
/// register stands; after the data sheet SCPS207H (cited by section). Several bits join several buses at once. Not simulated:
/// the capacitance that every joined bus adds, voltage translation, the moment between the register's acknowledgement and the
/// stop at which channels change (section 8.6.2): a transfer of this bus always ends with its stop.
/// </summary>
public sealed class SimulatedTca9548a : ISimulatedI2cSwitch
{
    /// <summary>The address with A2, A1 and A0 low (section 8.6.1); up to 0x77.</summary>
    public const byte DefaultAddress = 0x70;

    /// <summary>Downstream buses, numbered 0 to 7.</summary>
    public const int ChannelCount = 8;

    private readonly SimulatedI2cBus[] _channels = new SimulatedI2cBus[ChannelCount];
    private byte _control;

    /// <summary>Makes a switch at its power-on value, no channel joined.</summary>
    public SimulatedTca9548a()
    {
        for (int channel = 0; channel < ChannelCount; channel++)
        {
            _channels[channel] = new SimulatedI2cBus();
        }
    }

    /// <inheritdoc/>
    public bool AcknowledgesAddress => true;

    /// <summary>The bus behind a channel, to attach chips to; its counters count nothing, since transfers begin upstream.</summary>
    /// <param name="number">0 to 7.</param>
    public SimulatedI2cBus Channel(int number) => _channels[number];

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        // Section 8.6.2: of several bytes the last one is kept.
        if (data.Length > 0)
        {
            _control = data[^1];
        }

        return true;
    }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer) => buffer.Fill(_control);

    /// <inheritdoc/>
    public void PowerOn() => Reset();

    /// <summary>What a low pulse on the RESET pin does: no channel stays joined (section 8.4.1).</summary>
    public void Reset() => _control = 0;

    /// <inheritdoc/>
    public void Gather(byte address, WiredChips into)
    {
        for (int channel = 0; channel < ChannelCount; channel++)
        {
            if ((_control & (1 << channel)) != 0)
            {
                _channels[channel].Gather(address, into);
            }
        }
    }
}
