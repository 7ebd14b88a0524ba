namespace EdgeAI.Gateway.Sparkplug;

/// <summary>One device of the edge node: a robot, its streams and metrics. One thread uses it.</summary>
internal sealed class DeviceState(string name, SparkplugTopics topics)
{
    /// <summary>The robot's id, which is the device id.</summary>
    public string Name { get; } = name;

    public string BirthTopic { get; } = topics.Device("DBIRTH", name);

    public string DataTopic { get; } = topics.Device("DDATA", name);

    public string DeathTopic { get; } = topics.Device("DDEATH", name);

    /// <summary>The streams by board and stream number.</summary>
    public Dictionary<(ushort Board, byte Stream), StreamState> Streams { get; } = [];

    /// <summary>Every metric.</summary>
    public List<MetricState> Metrics { get; } = [];

    /// <summary>The metrics whose latest value is not told yet.</summary>
    public List<MetricState> Changed { get; } = [];

    /// <summary>When a frame came last, in milliseconds on the session's clock.</summary>
    public long SeenAt { get; set; }

    /// <summary>Whether its connection ended, and no frame has come since.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether its birth is told in this session.</summary>
    public bool IsBorn { get; set; }

    /// <summary>Whether a birth is due: the first one, or what it said changed.</summary>
    public bool NeedsBirth { get; set; }

    /// <summary>When a birth was told last, in milliseconds on the session's clock; long ago before the first.</summary>
    public long BornAt { get; set; } = long.MinValue / 2;

    /// <summary>Its values among the held ones.</summary>
    public int Held { get; set; }

    /// <summary>Forgets what the broker was told: the session ended.</summary>
    public void EndSession()
    {
        IsBorn = false;
        BornAt = long.MinValue / 2;
        foreach (MetricState metric in Metrics)
        {
            metric.IsBorn = false;
        }
    }
}
