using EdgeAI.Device.Bus;

namespace EdgeAI.SimulatedBoard.Bus;

/// <summary>
/// The two wires of a <see cref="SimulatedI2cBus"/>: a chip may hold SDA low until it has seen some clocks, or SCL for good, as after a reset in the middle of
/// a byte. While a wire is held no transfer passes.
/// </summary>
public sealed class SimulatedI2cLines : IBusLines
{
    private int _clocksToRelease;
    private bool _clockHeld;
    private bool _clock = true;
    private bool _data = true;
    private bool _taken;

    /// <summary>Clocks that came from the pins since construction.</summary>
    public int Clocks { get; private set; }

    /// <summary>STOP conditions that came from the pins: SDA rose while SCL was high.</summary>
    public int Stops { get; private set; }

    /// <summary>Whether a chip holds a wire.</summary>
    public bool IsStuck => _clocksToRelease > 0 || _clockHeld;

    /// <inheritdoc/>
    public bool IsDataHigh => _data && _clocksToRelease == 0;

    /// <inheritdoc/>
    public bool IsClockHigh => _clock && !_clockHeld;

    /// <summary>Makes a chip hold SDA low until so many clocks have come.</summary>
    public void HoldData(int clocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(clocks);
        _clocksToRelease = clocks;
    }

    /// <summary>Makes a chip hold SCL low, or release it.</summary>
    public void HoldClock(bool held) => _clockHeld = held;

    /// <inheritdoc/>
    public void Take() => _taken = true;

    /// <inheritdoc/>
    public void SetData(bool high)
    {
        RequireTaken();
        Stops += high && !_data && IsClockHigh ? 1 : 0;
        _data = high;
    }

    /// <inheritdoc/>
    public void SetClock(bool high)
    {
        RequireTaken();
        if (high && !_clock)
        {
            Clocks++;
            _clocksToRelease = Math.Max(_clocksToRelease - 1, 0);
        }

        _clock = high;
    }

    /// <inheritdoc/>
    public void GiveBack()
    {
        RequireTaken();
        _taken = false;
        _clock = true;
        _data = true;
    }

    private void RequireTaken()
    {
        if (!_taken)
        {
            throw new InvalidOperationException("the lines belong to the controller: take them first");
        }
    }
}
