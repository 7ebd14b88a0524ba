using System.Buffers;
using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.Robot.Boards;

/// <summary>
/// A board behind an MQTT broker: its frames come in under topic/up, raw and one a message, and what the robot says goes out under topic/down. Sending and
/// receiving never block; a lost connection is made again, twice a second. Send and Receive belong to one thread.
/// </summary>
internal sealed class MqttLink : ILink, IDisposable
{
    // Two seconds of a busy board: what a full buffer drops is counted, and a hole in the sequence for the intake.
    private const int IncomingBytes = 1 << 18;
    private const long ReconnectInterval = 500_000_000;

    private readonly InProcessLink _incoming = new(IncomingBytes);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private readonly string _up;
    private readonly string _down;
    private readonly IClock _clock;
    private readonly byte[] _framed = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _raw = new byte[FrameLayout.MaxFrameLength];
    private Task _connecting = Task.CompletedTask;
    private long _connectAt = long.MinValue;

    /// <summary>Makes a link that connects when it is first used.</summary>
    /// <param name="host">The broker's name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="topic">What /up and /down stand under.</param>
    /// <param name="clock">By which a lost connection is tried again.</param>
    public MqttLink(string host, int port, string topic, IClock clock)
    {
        _options = new MqttClientOptionsBuilder().WithTcpServer(host, port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithCleanStart().Build();
        _up = topic + "/up";
        _down = topic + "/down";
        _clock = clock;
        _client.ApplicationMessageReceivedAsync += Take;
    }

    /// <summary>Messages that were no frame's size, or found the buffer full.</summary>
    public long Dropped { get; private set; }

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        if (!IsConnected())
        {
            return LinkStatus.Closed;
        }

        // The link form, without its delimiter; a lone delimiter has nothing to cut off here.
        int length = Cobs.Decode(buffer, offset, count - 1, _raw, 0, _raw.Length);
        if (length > 0)
        {
            byte[] message = _raw.AsSpan(0, length).ToArray();
            _ = PublishAsync(message);
        }

        return LinkStatus.Ok;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        IsConnected();
        return _incoming.RobotEnd.Receive(buffer, offset, capacity);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task PublishAsync(byte[] message)
    {
        try
        {
            // What asks, asks again: quality 0 is enough for the robot's own questions.
            await _client.PublishBinaryAsync(_down, message, MqttQualityOfServiceLevel.AtMostOnce).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is not OutOfMemoryException)
        {
            // The connection broke under the message: the next use connects again.
        }
    }

    private bool IsConnected()
    {
        if (_client.IsConnected)
        {
            return true;
        }

        long now = _clock.Nanoseconds;
        if (_connecting.IsCompleted && now >= _connectAt)
        {
            _connectAt = now + ReconnectInterval;
            _connecting = ConnectAsync();
        }

        return false;
    }

    private async Task ConnectAsync()
    {
        try
        {
            await _client.ConnectAsync(_options).ConfigureAwait(false);
            await _client.SubscribeAsync(_up, MqttQualityOfServiceLevel.AtLeastOnce).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is not OutOfMemoryException)
        {
            // No broker yet: tried again at the next interval.
        }
    }

    private Task Take(MqttApplicationMessageReceivedEventArgs arrived)
    {
        byte[] raw = BuffersExtensions.ToArray(arrived.ApplicationMessage.Payload);
        if (raw.Length is 0 or > FrameLayout.MaxFrameLength)
        {
            Dropped++;
            return Task.CompletedTask;
        }

        int length = Cobs.Encode(raw, 0, raw.Length, _framed, 0);
        _framed[length] = FrameLayout.Delimiter;
        if (_incoming.BoardEnd.Send(_framed, 0, length + 1) != LinkStatus.Ok)
        {
            Dropped++;
        }

        return Task.CompletedTask;
    }
}
