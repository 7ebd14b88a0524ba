using System;

namespace EdgeAI.Device.Bus;

/// <summary>
/// Clears a bus on which a chip holds SDA low, as one does that was reset or lost a clock in the middle of a byte: up to nine clocks until it lets go, then a STOP
/// (UM10204 rev. 7 section 3.1.16, "Bus clear").
/// </summary>
/// <remarks>A chip that holds SCL cannot be helped so; it takes its reset pin or its power.</remarks>
public sealed class BusClear : IBusRecovery
{
    /// <summary>Eight bits and an acknowledgement: after these every chip has ended its byte.</summary>
    public const int Clocks = 9;

    private readonly IBusLines _lines;

    /// <summary>Makes a recovery.</summary>
    /// <param name="lines">The bus's wires.</param>
    /// <exception cref="ArgumentException">There are no lines.</exception>
    public BusClear(IBusLines lines)
    {
        _lines = lines ?? throw new ArgumentException("a bus clear needs the bus's lines");
    }

    /// <inheritdoc/>
    public bool TryRecover()
    {
        _lines.Take();
        for (int clock = 0; clock < Clocks && _lines.IsClockHigh && !_lines.IsDataHigh; clock++)
        {
            _lines.SetClock(false);
            _lines.SetClock(true);
        }

        bool free = _lines.IsClockHigh && _lines.IsDataHigh;
        if (free)
        {
            // SDA may only change while SCL is low; its rise while SCL is high is the STOP.
            _lines.SetClock(false);
            _lines.SetData(false);
            _lines.SetClock(true);
            _lines.SetData(true);
        }

        _lines.GiveBack();
        return free;
    }
}
