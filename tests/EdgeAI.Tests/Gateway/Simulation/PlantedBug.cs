namespace EdgeAI.Tests.Gateway.Simulation;

/// <summary>Mistakes that the simulator is told to make somewhere in the gateway's way of working, to show that it would find them.</summary>
public enum PlantedBug
{
    /// <summary>None.</summary>
    None,

    /// <summary>The PUBACK leaves when the publish is queued.</summary>
    AcknowledgesBeforeCommit,

    /// <summary>The PUBACK leaves whatever the commit brought.</summary>
    AcknowledgesFailedCommit,

    /// <summary>Transactions are not synced.</summary>
    DoesNotSync,

    /// <summary>The spool lets go of what was sent.</summary>
    ReleasesOnSend,

    /// <summary>The spool lets go of what the upstream acknowledged although receipts trim it.</summary>
    TrimsByPuback,

    /// <summary>After a lost connection the uplink goes on where it was.</summary>
    ForgetsToRewind,

    /// <summary>An answer of the connection before counts for whatever is on its way now.</summary>
    TakesStaleAnswers,

    /// <summary>A refusal of the upstream counts as an acknowledgement.</summary>
    TakesRefusalForAcknowledgement,

    /// <summary>0x10, no matching subscribers, counts as an acknowledgement: MQTT says that it is one.</summary>
    TakesNoSubscriberForAcknowledgement,

    /// <summary>A batch that a robot sends again is stored again.</summary>
    StoresRepeatedBatches,

    /// <summary>A batch overtakes the one before it that was refused.</summary>
    LetsBatchesOvertake,

    /// <summary>What the spool drops is not declared.</summary>
    HidesLosses,

    /// <summary>After a rollback the chains of seals go on where the transaction had brought them.</summary>
    ForgetsToRewindSeals,

    /// <summary>A power cut takes the note of which records no seal names yet.</summary>
    LosesUnsealedRecords,

    /// <summary>The upstream loses a record that it acknowledged, and nothing but its seal tells.</summary>
    CityLosesARecord,
}
