using System;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Bus;

/// <summary>
/// An I2C bus that is freed when it hangs: after <see cref="FailuresBeforeRecovery"/> transfers in a row that ended stuck or timed out it is recovered, at
/// most once in <see cref="RecoveryInterval"/>. The failed transfer is reported as it was; the next one finds the bus free, or is the next failure.
/// </summary>
/// <remarks>
/// A chip that is not there, or does not acknowledge, is no reason: that bus works. Allocates nothing after construction; not thread safe, like
/// every <see cref="II2cBus"/>.
/// </remarks>
public sealed class RecoveringI2cBus : II2cBus
{
    /// <summary>As many as a port tries a transfer: what outlasts a retry is not a spike.</summary>
    public const int FailuresBeforeRecovery = RegisterPort.Attempts;

    /// <summary>Nanoseconds between two recoveries, so that a bus that stays stuck costs its sensors' turns and not all the time.</summary>
    public const long RecoveryInterval = 100000000L;

    private readonly II2cBus _bus;
    private readonly IBusRecovery _recovery;
    private readonly IClock _clock;
    private int _failures;
    private long _notBefore = long.MinValue;
    private uint _recoveries;
    private uint _failedRecoveries;

    /// <summary>Makes a recovering bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="recovery">Frees it.</param>
    /// <param name="clock">The board's clock.</param>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    public RecoveringI2cBus(II2cBus bus, IBusRecovery recovery, IClock clock)
    {
        if (bus == null || recovery == null || clock == null)
        {
            throw new ArgumentException("a recovering bus needs a bus, its recovery and a clock: none may be null");
        }

        _bus = bus;
        _recovery = recovery;
        _clock = clock;
    }

    /// <summary>How often the bus was freed since construction; wraps. A rising count is a chip or a wire to look at.</summary>
    public uint Recoveries
    {
        get { return _recoveries; }
    }

    /// <summary>How often freeing it failed; wraps.</summary>
    public uint FailedRecoveries
    {
        get { return _failedRecoveries; }
    }

    /// <inheritdoc/>
    public BusStatus Write(byte address, byte[] data, int count)
    {
        return Judge(_bus.Write(address, data, count));
    }

    /// <inheritdoc/>
    public BusStatus Read(byte address, byte[] buffer, int count)
    {
        return Judge(_bus.Read(address, buffer, count));
    }

    /// <inheritdoc/>
    public BusStatus WriteRead(byte address, byte[] data, int writeCount, byte[] buffer, int readCount)
    {
        return Judge(_bus.WriteRead(address, data, writeCount, buffer, readCount));
    }

    private BusStatus Judge(BusStatus status)
    {
        if (status != BusStatus.BusStuck && status != BusStatus.Timeout)
        {
            _failures = 0;
            return status;
        }

        _failures++;
        if (_failures < FailuresBeforeRecovery || _clock.Nanoseconds < _notBefore)
        {
            return status;
        }

        _failures = 0;
        bool recovered = _recovery.TryRecover();
        _recoveries += recovered ? 1u : 0u;
        _failedRecoveries += recovered ? 0u : 1u;
        _notBefore = _clock.Nanoseconds + RecoveryInterval;
        return status;
    }
}
