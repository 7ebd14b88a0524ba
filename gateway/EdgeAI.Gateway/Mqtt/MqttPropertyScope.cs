namespace EdgeAI.Gateway.Mqtt;

/// <summary>Where a block of properties stands; each place allows its own ones.</summary>
internal enum MqttPropertyScope : byte
{
    Connect,
    Will,
    Publish,
    Acknowledgement,
    Subscribe,
    Unsubscribe,
    Disconnect,
}
