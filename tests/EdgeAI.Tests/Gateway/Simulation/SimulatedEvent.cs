namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>What the simulator is for: that each of these happens in any order.</summary>
public enum SimulatedEvent
{
    /// <summary>A transaction reached the disk.</summary>
    Commit,

    /// <summary>A transaction failed and was rolled back.</summary>
    FailedCommit,

    /// <summary>A robot's batch came again that was stored already.</summary>
    RepeatedBatch,

    /// <summary>A transaction let go of what the upstream had acknowledged.</summary>
    Release,

    /// <summary>A batch went upstream.</summary>
    Sending,

    /// <summary>A batch went upstream that had been sent before.</summary>
    SendingAgain,

    /// <summary>The upstream refused a batch.</summary>
    Refused,

    /// <summary>The upstream answered 0x10, no matching subscribers: nobody has the batch.</summary>
    RefusedForWantOfASubscriber,

    /// <summary>An answer came that nothing on its way belonged to.</summary>
    StaleAnswer,

    /// <summary>The broker lost what it had acknowledged.</summary>
    BrokerLoss,

    /// <summary>A batch left the spool by its receipt.</summary>
    ReceiptedBatch,

    /// <summary>A batch of a receipt was passed over.</summary>
    ReceiptPassedOver,

    /// <summary>Records were sent again for want of a receipt.</summary>
    SendingForWantOfAReceipt,

    /// <summary>The uplink connected anew.</summary>
    Reconnection,

    /// <summary>The gateway was stopped in order and started again.</summary>
    Stop,

    /// <summary>The gateway was started with other limits.</summary>
    Reconfiguration,

    /// <summary>The power was cut between two steps.</summary>
    PowerCut,

    /// <summary>The power was cut within a transaction.</summary>
    PowerCutWithinATransaction,

    /// <summary>The power was cut within a start.</summary>
    PowerCutWithinAStart,

    /// <summary>A seal arrived.</summary>
    Seal,

    /// <summary>The power was cut while records waited for the seal that names them.</summary>
    PowerCutBeforeASeal,

    /// <summary>A loss for want of room arrived.</summary>
    DropForRoom,

    /// <summary>A loss by age arrived.</summary>
    DropByAge,
}
