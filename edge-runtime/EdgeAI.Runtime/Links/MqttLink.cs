using System.Buffers;
using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.Runtime.Links;

/// <summary>
/// A board behind an MQTT broker: its frames come in under topic/up, raw and one a message, and what the robot says goes out under topic/down. Sending and
/// receiving never block and allocate nothing: a thread of the link's own connects, asks and publishes. A connection that is lost, or on which the broker refuses
/// the subscription, is made again, twice a second. Send and Receive belong to one thread.
/// </summary>
/// <remarks>
/// A broker that is gone without a word is noticed within 8 s: after 5 s in which nothing came in it is asked for a sign of life, and has 3 s for it.
/// </remarks>
public sealed class MqttLink : ILink, IDisposable
{
    // Two seconds of a busy board: what a full buffer drops is counted, and a hole in the sequence for the intake.
    private const int WaitingBytes = 1 << 18;
    private const long ReconnectInterval = 500_000_000;
    private const long SilenceLimit = 5_000_000_000;

    // For an answer of the broker: to a connect, a subscription, a ping; and for it to take what is published.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    // How often the pump looks at the clock; what is sent wakes it.
    private static readonly TimeSpan PumpPeriod = TimeSpan.FromMilliseconds(20);

    private readonly InProcessLink _waiting = new(WaitingBytes);
    private readonly AutoResetEvent _sent = new(false);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _pump;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private readonly string _up;
    private readonly string _down;
    private readonly IClock _clock;
    private readonly byte[] _framed = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _outgoing = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _taken = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _raw = new byte[FrameLayout.MaxFrameLength];
    private int _outgoingCount;
    private Task _connecting = Task.CompletedTask;
    private Task _asking = Task.CompletedTask;
    private long _connectAt = long.MinValue;
    private long _heardAt;
    private long _dropped;
    private volatile bool _subscribed;

    /// <summary>Makes a link, which begins to connect.</summary>
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
        _pump = new Thread(Pump) { Name = "mqtt " + topic, IsBackground = true };
        _pump.Start();
    }

    /// <summary>Messages that were no frame's size, found the buffer full, or were still to be sent when the connection broke.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether the connection stands and the broker has granted the subscription: what the board says arrives.</summary>
    public bool IsOpen => _subscribed && _client.IsConnected;

    /// <inheritdoc/>
    public LinkStatus Send(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!IsOpen)
        {
            return LinkStatus.Closed;
        }

        LinkStatus status = _waiting.RobotEnd.Send(buffer, offset, count);
        if (status == LinkStatus.Ok)
        {
            _sent.Set();
        }
        else
        {
            Interlocked.Increment(ref _dropped);
        }

        return status;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity) => _waiting.RobotEnd.Receive(buffer, offset, capacity);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();
        _sent.Set();
        _pump.Join();
        _client.Dispose();
        _sent.Dispose();
        _stop.Dispose();
    }

    private void Pump()
    {
        while (!_stop.IsCancellationRequested)
        {
            KeepUp();
            PublishWaiting();
            _sent.WaitOne(PumpPeriod);
        }
    }

    private void KeepUp()
    {
        long now = _clock.Nanoseconds;
        if (IsOpen)
        {
            if (_asking.IsCompleted && now - Volatile.Read(ref _heardAt) > SilenceLimit)
            {
                _asking = AskAsync();
            }
        }
        else if (_connecting.IsCompleted && now >= _connectAt)
        {
            _connectAt = now + ReconnectInterval;
            _connecting = ConnectAsync();
        }
    }

    private void PublishWaiting()
    {
        int count;
        while ((count = _waiting.BoardEnd.Receive(_taken, 0, _taken.Length)) > 0)
        {
            for (int index = 0; index < count; index++)
            {
                if (_taken[index] != FrameLayout.Delimiter)
                {
                    // More than a frame may have is no frame: what is left of it is none either.
                    _outgoing[_outgoingCount] = _taken[index];
                    _outgoingCount = Math.Min(_outgoingCount + 1, _outgoing.Length - 1);
                    continue;
                }

                // The link form, without its delimiter; a lone delimiter has nothing to cut off here.
                int length = Cobs.Decode(_outgoing, 0, _outgoingCount, _raw, 0, _raw.Length);
                _outgoingCount = 0;
                if (length > 0)
                {
                    Publish(_raw.AsSpan(0, length).ToArray());
                }
            }
        }
    }

    private void Publish(byte[] message)
    {
        if (!IsOpen)
        {
            // What asks, asks again; an old question would be answered by nothing that still waits.
            Interlocked.Increment(ref _dropped);
            return;
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(AnswerLimit);
        try
        {
            // Quality 0 is enough for the robot's own questions.
            _client.PublishBinaryAsync(_down, message, MqttQualityOfServiceLevel.AtMostOnce, cancellationToken: limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception gone) when (gone is not OutOfMemoryException)
        {
            // The connection broke under the message, or takes nothing any more: it is made anew.
            Interlocked.Increment(ref _dropped);
            _subscribed = false;
        }
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
        if (_waiting.BoardEnd.Send(_framed, 0, length + 1) != LinkStatus.Ok)
        {
            Interlocked.Increment(ref _dropped);
        }

        return Task.CompletedTask;
    }
}
