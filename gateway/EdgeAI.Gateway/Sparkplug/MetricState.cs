using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>One metric of a device: its name and alias, which never change, and the latest value. One thread uses it.</summary>
internal sealed class MetricState
{
    private readonly byte[] _name;

    public MetricState(DeviceState device, string name, ulong alias, SparkplugDataType type)
    {
        Device = device;
        _name = Encoding.UTF8.GetBytes(name);
        Alias = alias;
        Type = type;
    }

    public DeviceState Device { get; }

    /// <summary>The name, UTF-8.</summary>
    public ReadOnlySpan<byte> Name => _name;

    public ulong Alias { get; }

    public SparkplugDataType Type { get; }

    /// <summary>The unit that the last birth said; a change of it needs another birth.</summary>
    public Unit Unit { get; set; }

    public MetricSample Latest { get; set; }

    /// <summary>The value that was told or held last.</summary>
    public MetricSample Told { get; set; }

    /// <summary>When a value was told or held last, in milliseconds on the session's clock; long ago before the first.</summary>
    public long ToldAt { get; set; } = long.MinValue / 2;

    /// <summary>Whether the device's last birth in this session had the metric.</summary>
    public bool IsBorn { get; set; }

    /// <summary>Whether the metric stands among its device's changed ones.</summary>
    public bool IsChanged { get; set; }
}
