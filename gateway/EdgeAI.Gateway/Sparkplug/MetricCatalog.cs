using EdgeAI.Device.Messages;
using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// The devices and metrics of an edge node. A metric keeps its name and alias for good; it is made with the first value that its device
/// sends for it. One thread uses it.
/// </summary>
internal sealed class MetricCatalog
{
    /// <summary>The most metrics of one device, so that its birth fits into <see cref="EdgeNodeSession.MaximumBirthLength"/>.</summary>
    public const int MaximumMetricsPerDevice = 4096;

    /// <summary>The most devices.</summary>
    public const int MaximumDevices = 4096;

    // The node's own metrics stand before those of the devices.
    private const ulong FirstAlias = 16;

    private readonly Dictionary<string, DeviceState> _devices = [];
    private readonly Dictionary<string, DeviceState>.AlternateLookup<ReadOnlySpan<char>> _devicesByText;
    private readonly SparkplugTopics _topics;
    private readonly MetricFilter _filter;
    private readonly IReadOnlyDictionary<string, string> _streamNames;
    private readonly int _maximumMetrics;

    public MetricCatalog(SparkplugOptions options, SparkplugTopics topics)
    {
        _topics = topics;
        _filter = new MetricFilter(options.Include, options.Exclude);
        _streamNames = options.StreamNames;
        _maximumMetrics = options.MaximumMetrics;
        _devicesByText = _devices.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The devices in the order in which they came.</summary>
    public List<DeviceState> Devices { get; } = [];

    /// <summary>The metrics of all devices.</summary>
    public int MetricCount { get; private set; }

    /// <summary>Times that there was no room for a device or metric.</summary>
    public long Refused { get; private set; }

    /// <summary>The device of a name, new where it was not seen before; nothing where there is no room for one.</summary>
    public DeviceState? Device(ReadOnlySpan<char> name)
    {
        if (_devicesByText.TryGetValue(name, out DeviceState? known))
        {
            return known;
        }

        if (Devices.Count == MaximumDevices)
        {
            Refused++;
            return null;
        }

        DeviceState made = new(name.ToString(), _topics);
        _devices.Add(made.Name, made);
        Devices.Add(made);
        return made;
    }

    /// <summary>The device of a name; nothing where it was not seen.</summary>
    public DeviceState? Find(ReadOnlySpan<char> name) => _devicesByText.TryGetValue(name, out DeviceState? known) ? known : null;

    /// <summary>The stream of a device, new where it was not seen before.</summary>
    public StreamState Stream(DeviceState device, ushort board, byte stream)
    {
        if (!device.Streams.TryGetValue((board, stream), out StreamState? known))
        {
            string numbers = $"{board}/{stream}";
            known = new StreamState(_streamNames.GetValueOrDefault($"{device.Name}/{numbers}", numbers));
            device.Streams.Add((board, stream), known);
        }

        return known;
    }

    /// <summary>Sets a metric to a value, and notes at its device what is to be told of that.</summary>
    /// <param name="device">The device.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="group">The stream's metrics of the message's type.</param>
    /// <param name="place">The metric's place among them.</param>
    /// <param name="leaf">What its name ends with.</param>
    /// <param name="type">Its type.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="sample">The value.</param>
    public void Set(DeviceState device, StreamState stream, MetricGroup group, int place, string leaf, SparkplugDataType type, Unit unit, in MetricSample sample)
    {
        MetricState? metric = group.At(place);
        if (metric is null)
        {
            if (group.IsKnown(place))
            {
                return;
            }

            metric = Make(device, $"{stream.Name}/{leaf}", type);
            group.Put(place, metric);
            if (metric is null)
            {
                return;
            }

            metric.Unit = unit;
            device.NeedsBirth = true;
        }
        else if (metric.Unit != unit || metric.Told.Origin != sample.Origin)
        {
            metric.Unit = unit;
            device.NeedsBirth = true;
        }

        Change(metric, sample);
    }

    /// <summary>Marks every reading of a stream as bad: its sensor could not be read.</summary>
    public static void Spoil(StreamState stream, MetricGroup but, ulong timestamp)
    {
        foreach (MetricGroup? group in stream.Groups)
        {
            if (group is null || group == but)
            {
                continue;
            }

            foreach (MetricState? metric in group.All)
            {
                if (metric is not null)
                {
                    Change(metric, metric.Latest with { Quality = MetricQuality.Bad, Timestamp = timestamp });
                }
            }
        }
    }

    private static void Change(MetricState metric, in MetricSample sample)
    {
        metric.Latest = sample;
        if (!metric.IsChanged && !sample.SaysTheSameAs(metric.Told))
        {
            metric.IsChanged = true;
            metric.Device.Changed.Add(metric);
        }
    }

    /// <summary>Nothing where the metric is not wanted, or there is no room for it.</summary>
    private MetricState? Make(DeviceState device, string name, SparkplugDataType type)
    {
        if (!_filter.Wants(device.Name, name))
        {
            return null;
        }

        if (MetricCount == _maximumMetrics || device.Metrics.Count == MaximumMetricsPerDevice)
        {
            Refused++;
            return null;
        }

        MetricState made = new(device, name, FirstAlias + (ulong)MetricCount, type);
        MetricCount++;
        device.Metrics.Add(made);
        return made;
    }
}
