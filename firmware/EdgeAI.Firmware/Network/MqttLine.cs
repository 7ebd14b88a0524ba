using System;
using System.Threading;
using EdgeAI.Device.Application;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using nanoFramework.M2Mqtt;
using nanoFramework.Networking;

namespace EdgeAI.Firmware.Network;

/// <summary>
/// A link over MQTT: each frame goes out raw as a message of quality 1 under topic/up, and what the robot says comes in under topic/down. Waits for the network that
/// the board's own store names and its firmware joins, and connects again for ever; while there is no connection the queue says closed.
/// </summary>
internal sealed class MqttLine : IByteSource
{
    private const int IncomingBytes = 4096;
    private const int JoinMilliseconds = 30000;
    private const int PauseMilliseconds = 2000;

    private readonly LinkConfiguration _link;
    private readonly SendQueue _queue;
    private readonly string _clientId;
    private readonly ByteRing _incoming = new ByteRing(IncomingBytes);

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

    private static bool Join()
    {
        using (CancellationTokenSource limit = new CancellationTokenSource(JoinMilliseconds))
        {
            return WifiNetworkHelper.Reconnect(false, 0, limit.Token);
        }
    }

    private void Run()
    {
        while (true)
        {
            try
            {
                if (Join())
                {
                    Connect();
                }
            }
            catch (Exception)
            {
                // No network, no broker, or a connection that broke: the frames meanwhile are counted as dropped on a closed link, those under way as lost.
            }

            Thread.Sleep(PauseMilliseconds);
        }
    }

    private void Connect()
    {
        // A client of its own for each connection: the host's address is looked up anew, and nothing of the broken one's state stays.
        using (MqttClient client = new MqttClient(_link.Host, _link.Port, false, null, null, MqttSslProtocols.None))
        {
            MqttSession session = new MqttSession(client, _link.Topic, _queue, _incoming);
            if (session.Open(_clientId))
            {
                session.Serve();
            }
        }
    }
}
