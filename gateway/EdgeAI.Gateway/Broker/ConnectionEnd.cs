namespace EdgeAI.Gateway.Broker;

/// <summary>Why the broker refused a connection or ended one. MQTT 5 clients are told the reason code by CONNACK or DISCONNECT.</summary>
public enum ConnectionEnd
{
    /// <summary>The client said goodbye, or closed the connection; nothing was refused.</summary>
    ByClient,

    /// <summary>There are as many connections as there may be; closed before a byte was read.</summary>
    TooManyConnections,

    /// <summary>More connects per second than the limit; closed before a byte was read.</summary>
    ConnectRate,

    /// <summary>Too many connections without a CONNECT packet, of which it was the oldest.</summary>
    Silent,

    /// <summary>No CONNECT packet in time.</summary>
    ConnectTimeout,

    /// <summary>The device has as many connections as one may have. 0x97, quota exceeded.</summary>
    TooManyOfDevice,

    /// <summary>The device is not known, or not allowed. 0x87, not authorized.</summary>
    NotPermitted,

    /// <summary>Bytes that are no MQTT, or break its rules. 0x81, 0x82 and their like.</summary>
    ProtocolError,

    /// <summary>A packet longer than the limit. 0x95, packet too large.</summary>
    PacketTooLarge,

    /// <summary>More unanswered publishes than the Receive Maximum. 0x93.</summary>
    ReceiveMaximum,

    /// <summary>Nothing heard for one and a half keep-alives. 0x8D.</summary>
    KeepAlive,

    /// <summary>A packet was begun and not whole in time. 0x83.</summary>
    PacketTimeout,

    /// <summary>The client's socket took nothing for the write timeout.</summary>
    SlowReader,

    /// <summary>The same client id connected anew. 0x8E.</summary>
    TakenOver,

    /// <summary>A publish was refused, which MQTT 3.1.1 knows no other way to tell; or more robots have refused batches than a connection may have.</summary>
    PublishRefused,

    /// <summary>The device's certificate was revoked, removed or expired, its authority is trusted no more, or its permissions changed. 0x98, administrative action.</summary>
    Revoked,

    /// <summary>The gateway stops. 0x8B.</summary>
    Stopping,

    /// <summary>The gateway failed. 0x80.</summary>
    Failure,
}
