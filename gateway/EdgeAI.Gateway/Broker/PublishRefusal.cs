namespace EdgeAI.Gateway.Broker;

/// <summary>Why a publish was not stored. MQTT 5 publishers are told by reason code and text, MQTT 3.1.1 publishers by the closed connection.</summary>
public enum PublishRefusal
{
    /// <summary>The topic is not a record topic (<see cref="Records.Topics"/>). MQTT 5: 0x90, topic name invalid.</summary>
    Topic,

    /// <summary>The topic names another site. MQTT 5: 0x87, not authorized.</summary>
    ForeignSite,

    /// <summary>The device may not publish to the topic. MQTT 5: 0x87, not authorized.</summary>
    NotPermitted,

    /// <summary>Published at QoS 0, which cannot be acknowledged; dropped without an answer, because QoS 0 has none.</summary>
    QosZero,

    /// <summary>The payload is no robot batch, or no raw wire frame. MQTT 5: 0x99, payload format invalid.</summary>
    Malformed,

    /// <summary>The frame's header names another board or stream than the topic. MQTT 5: 0x99, payload format invalid.</summary>
    Mismatch,

    /// <summary>An earlier batch of the same robot and boot was refused on this connection and has not come again: stored now, this one would overtake it. MQTT 5: 0x83, implementation specific error.</summary>
    OutOfOrder,

    /// <summary>The batch number is too old to tell whether it is stored. MQTT 5: 0x83, implementation specific error.</summary>
    BatchTooOld,

    /// <summary>The spool holds as much as it may, or the disk is full. MQTT 5: 0x97, quota exceeded.</summary>
    SpoolFull,

    /// <summary>More publishes wait than the spool's queue takes. MQTT 5: 0x97, quota exceeded.</summary>
    QueueFull,

    /// <summary>The disk or the spool's file failed. MQTT 5: 0x80, unspecified error.</summary>
    DiskError,

    /// <summary>The robot is new and the gateway remembers as many robots as it may. MQTT 5: 0x97, quota exceeded.</summary>
    TooManyRobots,

    /// <summary>The part of the gateway that takes the topic's publishes refused it. MQTT 5: 0x83, implementation specific error.</summary>
    Handler,

    /// <summary>The gateway is stopping. MQTT 5: 0x83, implementation specific error.</summary>
    Stopping,
}
