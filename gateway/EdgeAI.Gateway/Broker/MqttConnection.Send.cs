using System.Buffers;
using System.IO.Pipelines;
using EdgeAI.Gateway.Mqtt;
using EdgeAI.Gateway.Spool;

namespace EdgeAI.Gateway.Broker;

/// <content>What the client is sent: answers in order, then what it subscribed to.</content>
internal sealed partial class MqttConnection
{
    // Added to the signals when the connection ends: no later signal starts the sender again.
    private const int NoMore = 1 << 30;

    // What is written before the socket is given it: enough for a few thousand answers.
    private const int FlushBytes = 32 << 10;

    private readonly Queue<DevicePublish> _answers = new();
    private readonly List<DevicePublish> _answered = [];
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ArrayBufferWriter<byte>? _immediate;
    private OutboundQueue? _outbound;
    private HashSet<ushort>? _unacknowledged;
    private (MqttReasonCode Code, string Text)? _farewell;
    private bool _saidFarewell;
    private bool _wantsReasons;
    private uint _maximumPacketBytes = uint.MaxValue;
    private int _maximumUnacknowledged;
    private ushort _latestPacketId;
    private bool _answersReady;
    private bool _outputIsGone;
    private long _stalledSince;
    private int _signals;

    // Answers that need no disk: written in front of the others, since their order is their own and CONNACK is the first packet of all
    // [MQTT-3.2.0-1]. Only under the lock.
    private ArrayBufferWriter<byte> Immediate => _immediate ??= new ArrayBufferWriter<byte>();

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    /// <summary>Queues a message for the subscriber.</summary>
    /// <returns>The number of messages dropped for it.</returns>
    public int Deliver(LocalMessage message, bool atLeastOnce)
    {
        if (MqttWriter.PublishLength(_version, message.Topic.Length, message.Payload.Length, atLeastOnce) > _maximumPacketBytes)
        {
            return 1;
        }

        int dropped = _outbound!.Add(message, atLeastOnce);
        Wake();
        return dropped;
    }

    private void Wake()
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // What the reader itself answered goes out on the reader's thread, all together.
    private void AnswerWhatIsReady()
    {
        if (_answersReady)
        {
            _answersReady = false;
            if (Interlocked.Increment(ref _signals) == 1)
            {
                _ = SendAsync();
            }
        }
    }

    private void Answer(ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            Immediate.Write(packet);
        }

        _answersReady = true;
    }

    // One at a time: whoever makes the first signal runs it, until no signal is left.
    private async Task SendAsync()
    {
        int left;
        do
        {
            int signals = Volatile.Read(ref _signals) & (NoMore - 1);
            try
            {
                while (Collect())
                {
                    ValueTask<FlushResult> flush = _output.FlushAsync();
                    FlushResult flushed = flush.IsCompletedSuccessfully ? flush.Result : await WaitAsync(flush).ConfigureAwait(false);
                    if (flushed.IsCompleted)
                    {
                        LoseOutput();
                    }
                }
            }
            catch (Exception exception) when (IsTransportGone(exception) || exception is InvalidOperationException)
            {
                LoseOutput();
            }

            left = Interlocked.Add(ref _signals, -signals);
        }
        while ((left & (NoMore - 1)) != 0);

        if (left == NoMore)
        {
            _sent.TrySetResult();
        }
    }

    private async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        Volatile.Write(ref _stalledSince, _broker.Now);
        FlushResult flushed = await flush.ConfigureAwait(false);
        Volatile.Write(ref _stalledSince, 0);
        return flushed;
    }

    private void LoseOutput()
    {
        lock (_gate)
        {
            _outputIsGone = true;
        }

        End(ConnectionEnd.ByClient);
    }

    private async Task StopSendingAsync()
    {
        if (Interlocked.Add(ref _signals, NoMore) != NoMore)
        {
            await _sent.Task.ConfigureAwait(false);
        }
    }

    // Writes what may be sent now; false when there is nothing.
    private bool Collect()
    {
        bool cannotTell = false;
        bool overflowed = false;
        int acknowledged = 0;
        int delivered = 0;
        long before = _output.UnflushedBytes;
        long now = _broker.Time.GetTimestamp();
        lock (_gate)
        {
            if (_outputIsGone || _saidFarewell)
            {
                return false;
            }

            if (_immediate is { WrittenCount: > 0 })
            {
                _output.Write(_immediate.WrittenSpan);
                _immediate.ResetWrittenCount();
            }

            while (_answers.TryPeek(out DevicePublish? publish) && publish.IsDone && _output.UnflushedBytes < FlushBytes)
            {
                bool refused = IsRefused(publish);
                if (refused && publish.Qos > 0 && _version == MqttVersion.V311)
                {
                    // It stays where it is: nothing behind it may be acknowledged before it.
                    cannotTell = true;
                    break;
                }

                overflowed |= refused && publish.Order is { HasOverflowed: true };
                if (!refused && publish.Qos > 0)
                {
                    acknowledged++;
                    _broker.Meter?.Acknowledged(_broker.Time.GetElapsedTime(publish.Arrived, now));
                }

                WriteAnswer(publish, refused);
                _answered.Add(_answers.Dequeue());
            }

            if (_answered.Count > 0)
            {
                _broker.Publishes.Give(_answered);
            }

            delivered = WriteMessages();
            if (_farewell is { } farewell && _output.UnflushedBytes < FlushBytes)
            {
                MqttWriter.WriteDisconnect(_output, farewell.Code, _wantsReasons ? farewell.Text : "", _maximumPacketBytes);
                _saidFarewell = true;
            }
        }

        Count(acknowledged, delivered);
        if (cannotTell || overflowed || _refusedOnArrival.HasOverflowed)
        {
            End(ConnectionEnd.PublishRefused, MqttReasonCode.QuotaExceeded, "too many robots with refused batches on one connection: connect again and send again what was not acknowledged");
        }

        return _output.UnflushedBytes > before;
    }

    private void Count(int acknowledged, int delivered)
    {
        // Before it is sent: whoever has the answer finds it counted.
        if (acknowledged > 0)
        {
            _broker.Counters.CountAcknowledged(acknowledged);
        }

        if (delivered > 0)
        {
            _broker.Counters.CountDelivered(delivered);
        }

        if (Volatile.Read(ref _readerRests))
        {
            _room.Set();
        }
    }

    private static bool IsRefused(DevicePublish publish) => publish.Refusal is not null || publish.Status is not (StoreStatus.Stored or StoreStatus.AlreadyStored);

    private void WriteAnswer(DevicePublish publish, bool refused)
    {
        if (publish.Qos == 0)
        {
            return;
        }

        MqttPacketType type = publish.Qos == 1 ? MqttPacketType.Puback : MqttPacketType.Pubrec;
        if (publish.Qos == 1 || (refused && _unreleased!.Remove(publish.PacketId)))
        {
            _unanswered--;
        }

        if (!refused)
        {
            if (publish.Qos == 2)
            {
                _unreleased![publish.PacketId] = true;
            }

            MqttWriter.WriteAcknowledgement(_output, type, publish.PacketId);
            return;
        }

        MqttReasonCode code = BrokerRefusals.ReasonCode(publish.Refusal ?? BrokerRefusals.Of(publish.Status));
        string text = !_wantsReasons ? "" : publish.Refusal is null ? BrokerRefusals.Explain(publish, _broker.LastSpoolError) : publish.Reason;
        MqttWriter.WriteAcknowledgement(_output, type, publish.PacketId, code, text, _maximumPacketBytes);
    }

    private int WriteMessages()
    {
        if (_outbound is null || !_introduced)
        {
            return 0;
        }

        int delivered = 0;
        while (_output.UnflushedBytes < FlushBytes
            && _outbound.TryTake((_unacknowledged?.Count ?? 0) < _maximumUnacknowledged, out LocalMessage? message, out bool atLeastOnce))
        {
            MqttWriter.WritePublish(_output, _version, message.Topic, message.Payload, atLeastOnce ? NextPacketId() : (ushort)0);
            delivered++;
        }

        return delivered;
    }

    private ushort NextPacketId()
    {
        _unacknowledged ??= [];
        do
        {
            _latestPacketId = _latestPacketId == ushort.MaxValue ? (ushort)1 : (ushort)(_latestPacketId + 1);
        }
        while (!_unacknowledged.Add(_latestPacketId));
        return _latestPacketId;
    }
}
