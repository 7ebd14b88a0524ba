using EdgeAI.Device.Messages;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>One stream of a device: its name, how far it has come, and its metrics by the type of message. One thread uses it.</summary>
internal sealed class StreamState(string name)
{
    private readonly MetricGroup?[] _groups = new MetricGroup?[(int)MessageType.Detection2DArray + 1];
    private ushort _boot;
    private long _sequence = -1;

    /// <summary>The name that its metrics' names begin with.</summary>
    public string Name { get; } = name;

    /// <summary>The metrics; nothing for types that have not come.</summary>
    public ReadOnlySpan<MetricGroup?> Groups => _groups;

    /// <summary>Notes a frame's number; false where a later one of the same boot came before.</summary>
    public bool TryAdvance(ushort boot, long sequence)
    {
        if (boot == _boot && sequence <= _sequence)
        {
            return false;
        }

        _boot = boot;
        _sequence = sequence;
        return true;
    }

    /// <summary>The metrics of a type, which <see cref="FrameTranslator"/> knows.</summary>
    public MetricGroup Group(MessageType type) => _groups[(int)type] ??= new MetricGroup();
}
