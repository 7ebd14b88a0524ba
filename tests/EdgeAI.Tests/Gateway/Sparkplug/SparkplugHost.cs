using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>
/// Judges an edge node's messages as the specification has a host application do it (Sparkplug 3.0.0, 5.9 and 6.4): seq without a hole,
/// births before data, aliases that name one metric and never another, and values of metrics that a birth had.
/// </summary>
internal sealed class SparkplugHost
{
    private readonly Dictionary<ulong, string> _names = [];
    private readonly HashSet<string> _devices = [];
    private ulong? _seq;

    /// <summary>The latest value of each metric by <c>device/name</c>, historical ones apart.</summary>
    public Dictionary<string, SparkplugMessage.Metric> Live { get; } = [];

    /// <summary>The historical values by <c>device/name</c>.</summary>
    public List<(string Name, SparkplugMessage.Metric Metric)> Historical { get; } = [];

    public double? BdSeq { get; private set; }

    public bool IsOnline { get; private set; }

    public IReadOnlySet<string> Devices => _devices;

    public void Take(SparkplugMessage message)
    {
        string[] levels = message.Topic.Split('/');
        string device = levels.Length > 4 ? levels[4] : "";
        switch (levels[2])
        {
            case "NDEATH":
                Assert.Null(message.Seq);
                Assert.Equal("bdSeq", Assert.Single(message.Metrics).Name);
                if (message.Metrics[0].Value == BdSeq)
                {
                    IsOnline = false;
                    _devices.Clear();
                    _seq = null;
                }

                return;
            case "NBIRTH":
                Assert.Equal(0UL, message.Seq);
                Assert.Equal(SparkplugDataType.Int64, message["bdSeq"].Type);
                Assert.Equal((SparkplugDataType.Boolean, 0d), (message["Node Control/Rebirth"].Type, message["Node Control/Rebirth"].Value));
                BdSeq = message["bdSeq"].Value;
                IsOnline = true;
                _seq = 0;
                _devices.Clear();
                _names.Clear();
                Born(message, device);
                return;
            default:
                Assert.True(IsOnline, $"{message.Topic} before a birth");
                Assert.Equal((_seq + 1) & 0xFF, message.Seq);
                _seq = message.Seq;
                break;
        }

        Assert.NotNull(message.Timestamp);
        switch (levels[2])
        {
            case "DBIRTH":
                _devices.Add(device);
                Born(message, device);
                break;
            case "DDEATH":
                Assert.True(_devices.Remove(device), $"{device} died without a birth");
                Assert.Empty(message.Metrics);
                break;
            default:
                Assert.True(device.Length == 0 || _devices.Contains(device), $"{message.Topic} of a device without a birth");
                Assert.NotEmpty(message.Metrics);
                foreach (SparkplugMessage.Metric metric in message.Metrics)
                {
                    Assert.Equal("", metric.Name);
                    Assert.NotNull(metric.Timestamp);
                    string name = _names[metric.Alias!.Value];
                    Assert.StartsWith($"{device}/", name, StringComparison.Ordinal);
                    if (metric.IsHistorical)
                    {
                        Historical.Add((name, metric));
                    }
                    else
                    {
                        Live[name] = metric;
                    }
                }

                break;
        }
    }

    private void Born(SparkplugMessage message, string device)
    {
        foreach (SparkplugMessage.Metric metric in message.Metrics)
        {
            string name = $"{device}/{metric.Name}";
            Assert.NotEqual("", metric.Name);
            Assert.NotEqual(SparkplugDataType.Unknown, metric.Type);
            Assert.NotNull(metric.Timestamp);
            Assert.False(metric.IsHistorical);
            if (metric.Name == "Node Control/Rebirth")
            {
                // Hosts must be able to ask for a rebirth without having seen a birth (tck-id-operational-behavior-data-commands-rebirth-name-aliases).
                Assert.Null(metric.Alias);
            }
            else if (!_names.TryAdd(metric.Alias!.Value, name))
            {
                Assert.Equal(_names[metric.Alias.Value], name);
            }

            Live[name] = metric;
        }
    }
}
