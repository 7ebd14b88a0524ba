namespace EdgeAI.Gateway.Broker;

/// <summary>What the broker remembers of one connection. Its publishes are handled one after another.</summary>
internal sealed class PublisherSession(bool takesReasonCodes)
{
    /// <summary>MQTT 5: a refusal can be told; with 3.1.1 only closing the connection keeps a PUBACK from being sent.</summary>
    public bool TakesReasonCodes { get; } = takesReasonCodes;

    /// <summary>The lowest batch number that was refused and has not come again; 0 when there is none.</summary>
    public ulong RefusedBatch { get; set; }
}
