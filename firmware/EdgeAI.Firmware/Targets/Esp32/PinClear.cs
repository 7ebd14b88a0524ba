using System;
using EdgeAI.Device.Bus;

namespace EdgeAI.Firmware.Targets;

/// <summary>A bus clear over pins that the platform may refuse: whatever happens, the pins go back to the controller and nothing throws.</summary>
internal sealed class PinClear : IBusRecovery
{
    private readonly PinLines _lines;
    private readonly BusClear _clear;

    public PinClear(PinLines lines)
    {
        _lines = lines;
        _clear = new BusClear(lines);
    }

    /// <inheritdoc/>
    public bool TryRecover()
    {
        try
        {
            return _clear.TryRecover();
        }
        catch (Exception)
        {
            return GiveBack();
        }
    }

    private bool GiveBack()
    {
        try
        {
            _lines.GiveBack();
        }
        catch (Exception)
        {
            // The pins themselves are refused: the next transfer reports what is left of the bus.
        }

        return false;
    }
}
