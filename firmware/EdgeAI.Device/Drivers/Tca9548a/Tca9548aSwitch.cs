using EdgeAI.Device.Bus;

namespace EdgeAI.Device.Drivers.Tca9548a;

/// <summary>
/// The TI TCA9548A, a switch from one I2C bus to eight: gives each of its channels as an <see cref="II2cBus"/>, so that chips with one
/// address stand side by side and no driver knows of it.
/// </summary>
/// <remarks>
/// <para>"DS" is TI, TCA9548A, SCPS207F (November 2016). The chip has one register, written after the address and read back without
/// one (DS section 8.5.3); bit n connects channel n, after the stop of the write (DS section 8.5.4).</para>
/// <para>Each transfer on a channel is whole: select, read the register back, transfer, deselect; under a lock, so that a second thread cannot
/// turn the switch in between. Never are two channels connected. The register is read back because a corrupted channel byte would
/// otherwise deliver one taxel's reading as another's. What is left of that: both the byte and its read-back corrupted alike.</para>
/// <para>Deselected, the channels' chips are off the bus and cannot be mistaken for others of their address before the switch. Where all
/// addresses differ and time is short, the selection may be kept: that saves five bytes of seven for each further transfer on the
/// same channel. A kept selection is forgotten whenever a transfer fails, so a chip that was reset is found at the second try.</para>
/// <para>Errors: a switch that does not acknowledge gives its bus status; a register that does not hold the channel gives
/// <see cref="BusStatus.Failed"/>. A deselection that fails does not spoil the transfer before it; it is counted, and the next
/// transfer selects anew. Undetectable with a kept selection: a switch that was reset while a chip before it has the address of the one
/// behind it; and a transfer whose address was corrupted into the switch's, until the channel changes next.</para>
/// </remarks>
public sealed class Tca9548aSwitch
{
    /// <summary>The lowest of its eight addresses, A2 to A0 low (DS section 8.5.2, table 1).</summary>
    public const byte LowestAddress = 0x70;

    /// <summary>Channels (DS section 8.5.4).</summary>
    public const int Channels = 8;

    private const int Unknown = -1;

    private readonly II2cBus _bus;
    private readonly byte _address;
    private readonly bool _keeps;
    private readonly Tca9548aChannel[] _channels = new Tca9548aChannel[Channels];
    private readonly byte[] _register = new byte[1];
    private readonly object _gate = new object();
    private int _selected = Unknown;
    private uint _switches;
    private uint _failedSelections;
    private uint _failedDeselections;

    /// <summary>Makes a switch that deselects after each transfer.</summary>
    public Tca9548aSwitch(II2cBus bus, byte address)
        : this(bus, address, false)
    {
    }

    /// <summary>Makes a switch.</summary>
    /// <param name="bus">The bus before the switch.</param>
    /// <param name="address">0x70 to 0x77, by A2 to A0.</param>
    /// <param name="keepsSelection">Whether a channel stays connected until another is asked for; see the remarks.</param>
    public Tca9548aSwitch(II2cBus bus, byte address, bool keepsSelection)
    {
        _bus = bus;
        _address = address;
        _keeps = keepsSelection;
        for (int channel = 0; channel < Channels; channel++)
        {
            _channels[channel] = new Tca9548aChannel(this, channel);
        }
    }

    /// <summary>How often a channel was connected since construction; wraps.</summary>
    public uint Switches
    {
        get { return _switches; }
    }

    /// <summary>How often connecting a channel failed; wraps.</summary>
    public uint FailedSelections
    {
        get { return _failedSelections; }
    }

    /// <summary>How often disconnecting failed, the transfer before it being sound; wraps.</summary>
    public uint FailedDeselections
    {
        get { return _failedDeselections; }
    }

    /// <summary>A channel's bus; always the same object.</summary>
    /// <param name="channel">0 to 7.</param>
    public II2cBus Channel(int channel)
    {
        return _channels[channel];
    }

    /// <summary>Disconnects every channel.</summary>
    public BusStatus Deselect()
    {
        lock (_gate)
        {
            _selected = Unknown;
            _register[0] = 0;
            return _bus.Write(_address, _register, 1);
        }
    }

    internal BusStatus Write(int channel, byte address, byte[] data, int count)
    {
        lock (_gate)
        {
            BusStatus status = Select(channel);
            return status != BusStatus.Ok ? status : Release(_bus.Write(address, data, count));
        }
    }

    internal BusStatus Read(int channel, byte address, byte[] buffer, int count)
    {
        lock (_gate)
        {
            BusStatus status = Select(channel);
            return status != BusStatus.Ok ? status : Release(_bus.Read(address, buffer, count));
        }
    }

    internal BusStatus WriteRead(int channel, byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        lock (_gate)
        {
            BusStatus status = Select(channel);
            return status != BusStatus.Ok ? status : Release(_bus.WriteRead(address, data, writeCount, buffer, readCount));
        }
    }

    private BusStatus Select(int channel)
    {
        if (_selected == channel)
        {
            return BusStatus.Ok;
        }

        _selected = Unknown;
        byte bit = (byte)(1 << channel);
        BusStatus status = BusStatus.Failed;
        for (int attempt = 1; attempt <= RegisterPort.Attempts; attempt++)
        {
            _register[0] = bit;
            status = _bus.Write(_address, _register, 1);
            status = status != BusStatus.Ok ? status : _bus.Read(_address, _register, 1);
            if (status == BusStatus.Ok && _register[0] == bit)
            {
                _selected = channel;
                _switches++;
                return status;
            }
        }

        _failedSelections++;
        return status == BusStatus.Ok ? BusStatus.Failed : status;
    }

    private BusStatus Release(BusStatus transfer)
    {
        if (_keeps && transfer == BusStatus.Ok)
        {
            return transfer;
        }

        _selected = Unknown;
        if (!_keeps)
        {
            _register[0] = 0;
            _failedDeselections += _bus.Write(_address, _register, 1) == BusStatus.Ok ? 0u : 1u;
        }

        return transfer;
    }
}
