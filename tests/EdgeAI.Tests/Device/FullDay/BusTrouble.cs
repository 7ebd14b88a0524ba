namespace EdgeAI.Tests.Device.FullDay;

/// <summary>What can be wrong with a bus or with what stands on it.</summary>
internal enum BusTrouble
{
    None,
    NotAcknowledged,
    Timeout,
    Stuck,
    Corrupted,
    BridgeUnplugged,
    ClimateUnplugged,
    SwitchUnplugged,
}
