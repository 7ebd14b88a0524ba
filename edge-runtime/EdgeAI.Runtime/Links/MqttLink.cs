using System.Buffers;
using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.Runtime.Links;

/// <summary>
/// A board behind an MQTT broker: its frames come in under topic/up, raw and one a message, and what the robot says goes out under topic/down. Sending and
/// receiving never block. A connection that is lost, or on which the broker refuses the subscription, is made again, twice a second. Send and Receive belong to one thread.
/// </summary>
/// <remarks>
/// A broker that is gone without a word is noticed within 8 s: after 5 s in which nothing came in it is asked for a sign of life, and has 3 s for it.
/// </remarks>
public sealed class MqttLink : ILink, IDisposable
{
    // Two seconds of a busy board: what a full buffer drops is counted, and a hole in the sequence for the intake.
    private const int IncomingBytes = 1 << 18;
    private const long ReconnectInterval = 500_000_000;
    private const long SilenceLimit = 5_000_000_000;

    // For an answer of the broker: to a connect, a subscription, a ping.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    private readonly InProcessLink _incoming = new(IncomingBytes);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private readonly string _up;
    private readonly string _down;
    private readonly IClock _clock;
    private readonly byte[] _framed = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _raw = new byte[FrameLayout.MaxFrameLength];
    private Task _connecting = Task.CompletedTask;
    private Task _asking = Task.CompletedTask;
    private long _connectAt = long.MinValue;
    private long _heardAt;
    private long _dropped;
    private volatile bool _subscribed;
    private volatile bool _disposed;

    /// <summary>Makes a link that connects when it is first used.</summary>
    /// <param name="host">The broker's name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="topic">What /up and /down stand under.</param>
    /// <param name="clock">By which a lost connection is tried again.</param>
    public MqttLink(string host, int port, string topic, IClock clock)
    {
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer(host, port)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithCleanStart()
            .WithTimeout(AnswerLimit)
            .Build();
        _up = topic + "/up";
        _down = topic + "/down";
        _clock = clock;
        _client.ApplicationMessageReceivedAsync += Take;
    }

    /// <summary>Messages that were no frame's size, or found the buffer full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether the connection stands and the broker has granted the subscription: what the board says arrives.</summary>
    public bool IsOpen => _subscribed && _client.IsConnected;

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!Stands())
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
        Stands();
        return _incoming.RobotEnd.Receive(buffer, offset, capacity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _client.Dispose();
    }

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

    private bool Stands()
    {
        long now = _clock.Nanoseconds;
        if (IsOpen)
        {
            if (_asking.IsCompleted && now - Volatile.Read(ref _heardAt) > SilenceLimit)
            {
                _asking = AskAsync();
            }

            return true;
        }

        if (_connecting.IsCompleted && !_disposed && now >= _connectAt)
        {
            _connectAt = now + ReconnectInterval;
            _connecting = ConnectAsync();
        }

        return false;
    }

    private async Task ConnectAsync()
    {
        _subscribed = false;
        try
        {
            if (_client.IsConnected)
            {
                await LeaveAsync().ConfigureAwait(false);
            }

            await _client.ConnectAsync(_options).ConfigureAwait(false);
            MqttClientSubscribeResult answer = await _client.SubscribeAsync(_up, MqttQualityOfServiceLevel.AtLeastOnce).ConfigureAwait(false);
            Volatile.Write(ref _heardAt, _clock.Nanoseconds);

            // A connection without the subscription is deaf: it counts as none, and is made anew at the next interval.
            _subscribed = answer.Items.All(static item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2);
        }
        catch (Exception refused) when (refused is not OutOfMemoryException)
        {
            // No broker yet, or one that does not answer: tried again at the next interval.
        }
    }

    private async Task AskAsync()
    {
        try
        {
            await _client.PingAsync().ConfigureAwait(false);
            Volatile.Write(ref _heardAt, _clock.Nanoseconds);
        }
        catch (Exception silent) when (silent is not OutOfMemoryException)
        {
            // The client's own keep-alive counts what it sends, and would not ask while the robot talks into the void.
            _subscribed = false;
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await _client.DisconnectAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is not OutOfMemoryException)
        {
            // There was nobody to take leave of.
        }
    }

    private Task Take(MqttApplicationMessageReceivedEventArgs arrived)
    {
        Volatile.Write(ref _heardAt, _clock.Nanoseconds);
        byte[] raw = BuffersExtensions.ToArray(arrived.ApplicationMessage.Payload);
        if (raw.Length is 0 or > FrameLayout.MaxFrameLength)
        {
            Interlocked.Increment(ref _dropped);
            return Task.CompletedTask;
        }

        int length = Cobs.Encode(raw, 0, raw.Length, _framed, 0);
        _framed[length] = FrameLayout.Delimiter;
        if (_incoming.BoardEnd.Send(_framed, 0, length + 1) != LinkStatus.Ok)
        {
            Interlocked.Increment(ref _dropped);
        }

        return Task.CompletedTask;
    }
}
