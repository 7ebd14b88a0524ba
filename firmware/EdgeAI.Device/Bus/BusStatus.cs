namespace EdgeAI.Device.Bus;

/// <summary>How a bus transfer ended. Anything but <see cref="Ok"/> means that no byte of the answer may be used.</summary>
public enum BusStatus : byte
{
    /// <summary>Every byte was acknowledged and transferred.</summary>
    Ok = 0,

    /// <summary>No device answered at the address (NACK on the address byte: ENXIO or EREMOTEIO on Linux).</summary>
    AddressNotAcknowledged = 1,

    /// <summary>The device stopped acknowledging inside the transfer.</summary>
    DataNotAcknowledged = 2,

    /// <summary>The transfer did not end in time: a stretched clock, or an adapter that does not answer.</summary>
    Timeout = 3,

    /// <summary>SDA or SCL is held low, or arbitration was lost: the bus itself needs clearing (UM10204 section 3.1.16).</summary>
    BusStuck = 4,

    /// <summary>The adapter is gone: unplugged, closed, or its device node disappeared.</summary>
    Disconnected = 5,

    /// <summary>The adapter reported an error that fits none of the above.</summary>
    Failed = 6,
}
