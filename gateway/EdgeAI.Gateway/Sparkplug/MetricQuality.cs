namespace EdgeAI.Gateway.Sparkplug;

/// <summary>What a value is worth (Sparkplug 3.0.0, 6.4.9.1).</summary>
internal static class MetricQuality
{
    public const short Bad = 0;
    public const short Good = 192;
}
