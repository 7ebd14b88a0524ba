using System;
using System.Threading;
using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Wire;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace EdgeAI.Firmware.Network;

/// <summary>
/// One connection to the broker. At most a window of frames is under way; a frame is answered, or counted as lost: when the client gives
/// it up, and all that are under way when the connection ends.
/// </summary>
internal sealed class MqttSession
{
    // Un-acknowledged messages at most; each is an array of its own, since the client keeps it until then.
    private const int Window = 8;
    private const int LookMilliseconds = 1000;
    private const ushort KeepAliveSeconds = 30;

    private readonly MqttClient _client;
    private readonly string _topic;
    private readonly SendQueue _queue;
    private readonly ByteRing _incoming;
    private readonly AutoResetEvent _answered = new AutoResetEvent(false);
    private readonly object _gate = new object();
    private readonly byte[] _frame = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _raw = new byte[FrameLayout.MaxFrameLength];
    private readonly byte[] _received = new byte[FrameLayout.MaxLinkLength];
    private int _underWay;
    private bool _ended;

    public MqttSession(MqttClient client, string topic, SendQueue queue, ByteRing incoming)
    {
        _client = client;
        _topic = topic;
        _queue = queue;
        _incoming = incoming;
    }

    /// <summary>Connects and listens to the robot.</summary>
    /// <returns>False when the broker refuses.</returns>
    public bool Open(string clientId)
    {
        _client.ProtocolVersion = MqttProtocolVersion.Version_5;

        // Above the window, so that the client never refuses a message: a refused one leaks its number.
        _client.Settings.InflightQueueSize = 2 * Window;
        _client.MqttMsgPublished += Answered;
        _client.MqttMsgPublishReceived += Arrived;
        if (_client.Connect(clientId, null, null, true, KeepAliveSeconds) != MqttReasonCode.Success)
        {
            return false;
        }

        _client.Subscribe(new string[] { _topic + "/down" }, new MqttQoSLevel[] { MqttQoSLevel.AtMostOnce });
        return true;
    }

    /// <summary>Sends what the queue holds until the connection ends.</summary>
    public void Serve()
    {
        string topic = _topic + "/up";
        _queue.SetClosed(false);
        try
        {
            while (_client.IsConnected)
            {
                Send(topic);
            }
        }
        finally
        {
            _queue.SetClosed(true);
            End();
        }
    }

    private void Send(string topic)
    {
        if (IsWindowFull())
        {
            _answered.WaitOne(LookMilliseconds, false);
            return;
        }

        int count = _queue.Take(_frame);
        if (count == 0)
        {
            _queue.Wait(LookMilliseconds);
            return;
        }

        int length = Cobs.Decode(_frame, 0, count - 1, _raw, 0, _raw.Length);
        if (length <= 0)
        {
            // Not what an encoder of ours puts in; whatever it was, it did not go out.
            _queue.CountLost(1);
            return;
        }

        byte[] message = new byte[length];
        Array.Copy(_raw, 0, message, 0, length);
        lock (_gate)
        {
            _underWay++;
        }

        // When this throws the connection ends, and the message is lost with the others under way.
        _client.Publish(topic, message, "application/octet-stream", null, MqttQoSLevel.AtLeastOnce, false);
    }

    private bool IsWindowFull()
    {
        lock (_gate)
        {
            return _underWay >= Window;
        }
    }

    private void End()
    {
        int lost;
        lock (_gate)
        {
            // An answer that comes after this is of a frame that is counted already.
            _ended = true;
            lost = _underWay;
            _underWay = 0;
        }

        _queue.CountLost(lost);
    }

    private void Answered(object sender, MqttMsgPublishedEventArgs e)
    {
        lock (_gate)
        {
            if (_ended || _underWay == 0)
            {
                return;
            }

            _underWay--;
        }

        if (!e.IsPublished)
        {
            _queue.CountLost(1);
        }

        _answered.Set();
    }

    private void Arrived(object sender, MqttMsgPublishEventArgs e)
    {
        byte[] message = e.Message;
        if (message == null || message.Length > FrameLayout.MaxFrameLength)
        {
            // On the client's own thread nothing may throw; what is no frame costs nobody anything.
            return;
        }

        // The application reads a stream of bytes, whatever the link: a message is put into the form of a serial line.
        int length = Cobs.Encode(message, 0, message.Length, _received, 0);
        _received[length] = FrameLayout.Delimiter;
        _incoming.Write(_received, 0, length + 1);
    }
}
