using EdgeAI.Device.Board;

namespace EdgeAI.Device.Messages;

/// <summary>A sensor could not be read. Sent on the sensor's own stream, so that a silent sensor is told from a failed one.</summary>
public sealed class Fault : Message
{
    /// <summary>What went wrong.</summary>
    public SensorStatus Status;

    /// <summary>Failed readings on this stream since the board started, this one and those not reported one by one included; saturates.</summary>
    public uint FailedReadings;

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Fault; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Fault source = (Fault)other;
        CopyHeaderFrom(other);
        Status = source.Status;
        FailedReadings = source.FailedReadings;
    }
}
