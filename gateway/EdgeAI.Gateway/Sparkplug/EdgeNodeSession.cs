using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// What an edge node says and when, without a connection and a clock of its own: it is told what came in and what time it is, and is
/// asked for the next message. Births come before data, held values after the births and before live ones, and seq grows by one with
/// each message. One thread uses it.
/// </summary>
internal sealed class EdgeNodeSession
{
    /// <summary>The longest birth, in bytes.</summary>
    public const int MaximumBirthLength = 1 << 20;

    /// <summary>The longest data message, in bytes: brokers of small devices take no larger ones.</summary>
    public const int MaximumDataLength = 64 << 10;

    /// <summary>The shortest time between two births of one node or device, in milliseconds: who asks more often waits.</summary>
    public const long BirthPause = 1000;

    private readonly SparkplugOptions _options;
    private readonly SparkplugTopics _topics;
    private readonly MetricCatalog _catalog;
    private readonly FrameTranslator _translator;
    private readonly MetricComposer _composer;
    private readonly HeldValues _held;
    private readonly NodeMetrics _node = new();
    private readonly Func<string, bool>? _isConnected;
    private readonly long _interval;
    private readonly long _deviceTimeout;
    private bool _connected;
    private bool _hostOnline;
    private ulong? _hostTimestamp;
    private bool _needsNodeBirth;
    private long _nodeBornAt;
    private long _nodeToldAt;
    private byte _bdSeq;
    private byte _seq;

    /// <param name="options">What the node is.</param>
    /// <param name="topics">Its topics.</param>
    /// <param name="isConnected">Whether a robot whose connection ended has another one by now; nothing where that cannot be told.</param>
    public EdgeNodeSession(SparkplugOptions options, SparkplugTopics topics, Func<string, bool>? isConnected = null)
    {
        _options = options;
        _isConnected = isConnected;
        _topics = topics;
        _catalog = new MetricCatalog(options, topics);
        _translator = new FrameTranslator(_catalog);
        _composer = new MetricComposer(options.DataTypesInData);
        _held = new HeldValues(options.HeldValues);
        _interval = (long)options.MinimumInterval.TotalMilliseconds;
        _deviceTimeout = (long)options.DeviceTimeout.TotalMilliseconds;
    }

    /// <summary>Whether the node's birth is told.</summary>
    public bool IsOnline { get; private set; }

    // From the request for a rebirth until the birth no data leave (tck-id-operational-behavior-data-commands-rebirth-action-1): what comes
    // meanwhile is held.
    private bool TellsData => IsOnline && !_needsNodeBirth;

    /// <summary>Whether the primary host went offline: the node must tell its death and connect anew (Sparkplug 3.0.0, 5.4).</summary>
    public bool MustLeave { get; private set; }

    public long CommandsRefused { get; private set; }

    public long Rebirths { get; private set; }

    public long NodeBirths { get; private set; }

    public long DeviceBirths { get; private set; }

    public long DeviceDeaths { get; private set; }

    public long Historical { get; private set; }

    public int Held => _held.Count;

    public long HeldDropped => _held.Dropped;

    public long FramesIgnored => _translator.Ignored;

    public long FramesLate => _translator.Late;

    public long MetricsRefused => _catalog.Refused;

    public int Devices => _catalog.Devices.Count;

    public int Metrics => _catalog.MetricCount;

    /// <summary>There is a connection, whose will has this bdSeq.</summary>
    public void Connected(byte bdSeq)
    {
        _connected = true;
        _bdSeq = bdSeq;
        _needsNodeBirth = true;
        _nodeBornAt = long.MinValue / 2;

        // The retained STATE on this connection says how things are; what an earlier connection heard does not count.
        _hostOnline = false;
        _hostTimestamp = null;
    }

    /// <summary>The connection ended.</summary>
    public void Disconnected()
    {
        _connected = false;
        IsOnline = false;
        MustLeave = false;
        foreach (DeviceState device in _catalog.Devices)
        {
            device.EndSession();
        }
    }

    /// <summary>The primary host said whether it is online. A message of an older connection of its is passed over.</summary>
    public void HostSaid(HostStateMessage message)
    {
        if (message.Timestamp < _hostTimestamp)
        {
            return;
        }

        _hostTimestamp = message.Timestamp;
        _hostOnline = message.Online;
        MustLeave |= IsOnline && !message.Online;
    }

    /// <summary>A host asked for a rebirth.</summary>
    public void AskForRebirth()
    {
        Rebirths++;
        _needsNodeBirth |= IsOnline;
    }

    /// <summary>Commands came that the node does not take.</summary>
    public void RefuseCommands(long count) => CommandsRefused += count;

    /// <summary>Takes a stored record's frame, or word that its robot's connection ended.</summary>
    public void Take(QueuedFrame frame, long now)
    {
        Span<char> name = stackalloc char[Records.Identifier.MaximumLength];
        for (int index = 0; index < frame.RobotLength; index++)
        {
            name[index] = (char)frame.Robot[index];
        }

        ReadOnlySpan<char> robot = name[..frame.RobotLength];
        if (frame.IsDeparture)
        {
            // One that is back already, with nothing to say yet, is not gone.
            if (_catalog.Find(robot) is { } left)
            {
                left.IsGone = !IsBack(left);
            }

            return;
        }

        DeviceState? device = _catalog.Device(robot);
        if (!_translator.TryTranslate(device, frame))
        {
            return;
        }

        device!.SeenAt = now;

        // What the disk took only after the connection had ended is told, and does not bring the robot back.
        device.IsGone = device.IsGone && _isConnected is not null && !IsBack(device);
        device.NeedsBirth |= !device.IsBorn && device.Metrics.Count > 0;
        if (!TellsData)
        {
            Hold(device, now);
        }
    }

    /// <summary>Notes the time: what is due while the node is offline is held. Called before messages are asked for.</summary>
    /// <param name="now">Milliseconds on a clock that never steps.</param>
    /// <param name="recordsDropped">The records that were dropped before they came here.</param>
    /// <param name="framesIgnored">The records that hold no frame.</param>
    public void Advance(long now, long recordsDropped, long framesIgnored)
    {
        _node.Set(recordsDropped, framesIgnored + _translator.Ignored, _translator.Late, _held.Dropped, _catalog.Refused, CommandsRefused);
        if (TellsData)
        {
            return;
        }

        foreach (DeviceState device in _catalog.Devices)
        {
            Hold(device, now);
        }
    }

    /// <summary>Writes the next message that is due; false when none is.</summary>
    /// <param name="now">Milliseconds on a clock that never steps.</param>
    /// <param name="utcMilliseconds">Milliseconds since 1970-01-01T00:00:00 UTC.</param>
    /// <param name="buffer">Takes the payload: <see cref="MaximumBirthLength"/> bytes.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="length">The payload's length.</param>
    public bool TryNext(long now, ulong utcMilliseconds, Span<byte> buffer, out string topic, out int length)
    {
        topic = "";
        length = 0;
        if (!_connected || MustLeave || (_options.PrimaryHost is not null && !_hostOnline))
        {
            return false;
        }

        Span<byte> data = buffer[..MaximumDataLength];
        return TryNodeBirth(now, utcMilliseconds, buffer, ref topic, ref length)
            || (TellsData
                && (TryDeviceBirth(now, utcMilliseconds, buffer, ref topic, ref length)
                    || TryHistory(utcMilliseconds, data, ref topic, ref length)
                    || TryDeviceData(now, utcMilliseconds, data, ref topic, ref length)
                    || TryDeviceDeath(now, utcMilliseconds, data, ref topic, ref length)
                    || TryNodeData(now, utcMilliseconds, data, ref topic, ref length)));
    }

    private bool TryNodeBirth(long now, ulong utc, Span<byte> buffer, ref string topic, ref int length)
    {
        if (!_needsNodeBirth || now - _nodeBornAt < BirthPause)
        {
            return false;
        }

        _needsNodeBirth = false;
        _nodeBornAt = now;
        _nodeToldAt = now;
        _seq = 0;
        IsOnline = true;
        NodeBirths++;
        foreach (DeviceState device in _catalog.Devices)
        {
            device.EndSession();
            device.NeedsBirth = device.Metrics.Count > 0 && (device.Held > 0 || !IsDead(device, now));
        }

        topic = _topics.NodeBirth;
        length = _node.WriteBirth(buffer, utc, _bdSeq, _seq);
        return true;
    }

    private bool TryDeviceBirth(long now, ulong utc, Span<byte> buffer, ref string topic, ref int length)
    {
        foreach (DeviceState device in _catalog.Devices)
        {
            if (!device.NeedsBirth || now - device.BornAt < BirthPause)
            {
                continue;
            }

            device.NeedsBirth = false;
            device.IsBorn = true;
            device.BornAt = now;
            device.Changed.Clear();
            DeviceBirths++;
            SparkplugPayloadWriter writer = new(buffer, utc);
            foreach (MetricState metric in device.Metrics)
            {
                metric.IsBorn = _composer.TryWriteBirth(ref writer, metric);
                metric.IsChanged = false;
                metric.Told = metric.Latest;
                metric.ToldAt = now;
            }

            topic = device.BirthTopic;
            length = writer.Finish(++_seq);
            return true;
        }

        return false;
    }

    private bool TryHistory(ulong utc, Span<byte> buffer, ref string topic, ref int length)
    {
        if (_held.OldestDevice is not { IsBorn: true } device)
        {
            return false;
        }

        HistoryWriter taker = new(_composer, new SparkplugPayloadWriter(buffer, utc));
        _held.Take(device, ref taker);
        Historical += taker.Writer.MetricCount;
        if (taker.Writer.MetricCount == 0)
        {
            return TryHistory(utc, buffer, ref topic, ref length);
        }

        topic = device.DataTopic;
        length = taker.Writer.Finish(++_seq);
        return true;
    }

    private bool TryDeviceDeath(long now, ulong utc, Span<byte> buffer, ref string topic, ref int length)
    {
        foreach (DeviceState device in _catalog.Devices)
        {
            if (!device.IsBorn || !IsDead(device, now))
            {
                continue;
            }

            device.EndSession();
            device.NeedsBirth = false;
            DeviceDeaths++;
            topic = device.DeathTopic;
            length = new SparkplugPayloadWriter(buffer, utc).Finish(++_seq);
            return true;
        }

        return false;
    }

    private bool TryDeviceData(long now, ulong utc, Span<byte> buffer, ref string topic, ref int length)
    {
        foreach (DeviceState device in _catalog.Devices)
        {
            // A birth that is due says what these values are: they wait for it.
            if (!device.IsBorn || device.NeedsBirth || device.Changed.Count == 0)
            {
                continue;
            }

            // The last values of one that dies wait for no interval.
            long interval = IsDead(device, now) ? 0 : _interval;
            SparkplugPayloadWriter writer = new(buffer, utc);
            int kept = 0;
            for (int index = 0; index < device.Changed.Count; index++)
            {
                MetricState metric = device.Changed[index];
                if (now - metric.ToldAt >= interval && _composer.TryWriteData(ref writer, metric, metric.Latest, isHistorical: false))
                {
                    Told(metric, now);
                }
                else
                {
                    device.Changed[kept++] = metric;
                }
            }

            device.Changed.RemoveRange(kept, device.Changed.Count - kept);
            if (writer.MetricCount > 0)
            {
                topic = device.DataTopic;
                length = writer.Finish(++_seq);
                return true;
            }
        }

        return false;
    }

    private bool TryNodeData(long now, ulong utc, Span<byte> buffer, ref string topic, ref int length)
    {
        if (!_node.HasNews || now - _nodeToldAt < Math.Max(_interval, BirthPause))
        {
            return false;
        }

        _nodeToldAt = now;
        topic = _topics.NodeData;
        length = _node.WriteData(buffer, utc, ++_seq, _options.DataTypesInData);
        return true;
    }

    private void Hold(DeviceState device, long now)
    {
        int kept = 0;
        for (int index = 0; index < device.Changed.Count; index++)
        {
            MetricState metric = device.Changed[index];
            if (now - metric.ToldAt >= _interval)
            {
                _held.Add(metric, metric.Latest);
                Told(metric, now);
            }
            else
            {
                device.Changed[kept++] = metric;
            }
        }

        device.Changed.RemoveRange(kept, device.Changed.Count - kept);
    }

    private static void Told(MetricState metric, long now)
    {
        metric.Told = metric.Latest;
        metric.ToldAt = now;
        metric.IsChanged = false;
    }

    private bool IsBack(DeviceState device) => _isConnected is not null && _isConnected(device.Name);

    private bool IsDead(DeviceState device, long now) => device.IsGone || now - device.SeenAt >= _deviceTimeout;
}
