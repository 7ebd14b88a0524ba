namespace EdgeAI.Device.Bus;

/// <summary>Frees a bus that hangs: by clocking out the chip that holds it, or by opening the controller anew.</summary>
public interface IBusRecovery
{
    /// <summary>Tries once, in a bounded time.</summary>
    /// <returns>Whether transfers may work again; false where the bus still hangs.</returns>
    bool TryRecover();
}
