using System;
using System.Threading;
using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using nanoFramework.Networking;

namespace EdgeAI.Firmware.Links;

/// <summary>
/// A link over MQTT: each frame goes out raw as a message of quality 1 under topic/up, and what the robot says comes in under topic/down. Joins the network that the
/// board's own store names, and connects again for ever.
/// </summary>
internal sealed class MqttLine : IByteSource
{
    // Un-acknowledged messages at most; each is an array of its own, since the client keeps it until then.
    private const int Window = 8;
    private const int IncomingBytes = 4096;
    private const int JoinMilliseconds = 30000;
    private const int PauseMilliseconds = 2000;
    private const int LookMilliseconds = 1000;
    private const ushort KeepAliveSeconds = 30;

    private readonly LinkConfiguration _link;
    private readonly SendQueue _queue;
    private readonly string _clientId;
    private readonly ByteRing _incoming = new ByteRing(IncomingBytes);
    private readonly AutoResetEvent _answered = new AutoResetEvent(false);
    private readonly object _gate = new object();
    private readonly byte[] _frame = new byte[FrameLayout.MaxLinkLength];
    private readonly byte[] _raw = new byte[FrameLayout.MaxFrameLength];
    private readonly byte[] _received = new byte[FrameLayout.MaxLinkLength];
    private int _inFlight;

    public MqttLine(LinkConfiguration link, string clientId, SendQueue queue)
    {
        _link = link;
        _clientId = clientId;
        _queue = queue;
        queue.SetClosed(true);
        new Thread(Run).Start();
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int capacity)
    {
        return _incoming.Read(buffer, offset, capacity);
    }

    private void Run()
    {
        while (true)
        {
            try
            {
                if (Join())
                {
                    Serve();
                }
            }
            catch (Exception)
            {
                // No network, no broker, or a connection that broke: the queue says closed meanwhile, and its frames are counted by that name.
            }

            _queue.SetClosed(true);
            Thread.Sleep(PauseMilliseconds);
        }
    }

    private static bool Join()
    {
        using (CancellationTokenSource limit = new CancellationTokenSource(JoinMilliseconds))
        {
            return WifiNetworkHelper.Reconnect(false, 0, limit.Token);
        }
    }

    private void Serve()
    {
        using (MqttClient client = new MqttClient(_link.Host, _link.Port, false, null, null, MqttSslProtocols.None))
        {
            client.ProtocolVersion = MqttProtocolVersion.Version_5;
            client.Settings.InflightQueueSize = 2 * Window;
            client.MqttMsgPublished += Published;
            client.MqttMsgPublishReceived += Arrived;
            if (client.Connect(_clientId, null, null, true, KeepAliveSeconds) != MqttReasonCode.Success)
            {
                return;
            }

            lock (_gate)
            {
                _inFlight = 0;
            }

            client.Subscribe(new string[] { _link.Topic + "/down" }, new MqttQoSLevel[] { MqttQoSLevel.AtMostOnce });
            _queue.SetClosed(false);
            string topic = _link.Topic + "/up";
            while (client.IsConnected)
            {
                Send(client, topic);
            }
        }
    }

    private void Send(MqttClient client, string topic)
    {
        bool full;
        lock (_gate)
        {
            full = _inFlight >= Window;
        }

        if (full)
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
            return;
        }

        byte[] message = new byte[length];
        Array.Copy(_raw, 0, message, 0, length);
        lock (_gate)
        {
            _inFlight++;
        }

        client.Publish(topic, message, "application/octet-stream", null, MqttQoSLevel.AtLeastOnce, false);
    }

    private void Published(object sender, MqttMsgPublishedEventArgs e)
    {
        lock (_gate)
        {
            _inFlight--;
        }

        _answered.Set();
    }

    private void Arrived(object sender, MqttMsgPublishEventArgs e)
    {
        byte[] message = e.Message;
        if (message.Length > FrameLayout.MaxFrameLength)
        {
            return;
        }

        int length = Cobs.Encode(message, 0, message.Length, _received, 0);
        _received[length] = FrameLayout.Delimiter;
        _incoming.Write(_received, 0, length + 1);
    }
}
