using System.Buffers;
using EdgeAI.Device.Board;
using EdgeAI.Device.Wire;
using EdgeAI.SimulatedBoard.Hosting;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Flash;

/// <summary>A simulated board's line through an MQTT broker, as the firmware's MqttLine speaks: raw frames, one a message, out under topic/up and in from topic/down.</summary>
internal sealed class MqttHostLine : IHostLine
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly InProcessLink _incoming = new(1 << 16);
    private readonly string _topic;
    private readonly byte[] _raw = new byte[FrameLayout.MaxFrameLength];
    private readonly byte[] _framed = new byte[FrameLayout.MaxLinkLength];

    private MqttHostLine(string topic)
    {
        _topic = topic;
        _client.ApplicationMessageReceivedAsync += Take;
    }

    public string Name => _topic;

    public bool IsConnected => _client.IsConnected;

    public static async Task<MqttHostLine> ConnectAsync(int port, string topic)
    {
        MqttHostLine line = new(topic);
        await line._client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build());
        await line._client.SubscribeAsync(topic + "/down");
        return line;
    }

    public int Receive(byte[] buffer, int offset, int capacity) => _incoming.BoardEnd.Receive(buffer, offset, capacity);

    public bool Write(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        byte[] form = bytes.ToArray();
        int length = Cobs.Decode(form, 0, form.Length - 1, _raw, 0, _raw.Length);
        if (length > 0)
        {
            _client.PublishBinaryAsync(_topic + "/up", _raw.AsSpan(0, length).ToArray(), MqttQualityOfServiceLevel.AtLeastOnce).GetAwaiter().GetResult();
        }

        return true;
    }

    public void Dispose() => _client.Dispose();

    private Task Take(MqttApplicationMessageReceivedEventArgs arrived)
    {
        byte[] raw = BuffersExtensions.ToArray(arrived.ApplicationMessage.Payload);
        int length = Cobs.Encode(raw, 0, raw.Length, _framed, 0);
        _framed[length] = FrameLayout.Delimiter;
        _incoming.RobotEnd.Send(_framed, 0, length + 1);
        return Task.CompletedTask;
    }
}
