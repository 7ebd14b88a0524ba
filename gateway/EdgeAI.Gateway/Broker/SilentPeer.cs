namespace EdgeAI.Gateway.Broker;

/// <summary>An accepted connection that has not sent its CONNECT packet: in its TLS handshake, in its HTTP request, or before the first MQTT packet.</summary>
/// <param name="abort">Ends the transport at once.</param>
internal sealed class SilentPeer(Action abort)
{
    /// <summary>Where the table of connections keeps it; nothing any more once it has said who it is, was ended or left.</summary>
    public LinkedListNode<SilentPeer>? Node { get; set; }

    /// <summary>The MQTT connection that it became; nothing in the handshakes before.</summary>
    public MqttConnection? Connection { get; set; }

    /// <summary>Ends the transport at once; never throws, for those who look after many.</summary>
    public void Abort()
    {
        try
        {
            abort();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is gone already.
        }
    }
}
