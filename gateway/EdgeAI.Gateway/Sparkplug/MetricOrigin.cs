namespace EdgeAI.Gateway.Sparkplug;

/// <summary>Where a value comes from, when it is not the real world now.</summary>
[Flags]
internal enum MetricOrigin : byte
{
    /// <summary>A real, live reading.</summary>
    Real = 0,

    /// <summary>The world behind the reading is simulated.</summary>
    Simulated = 1,

    /// <summary>The reading was recorded earlier and is played again.</summary>
    Replayed = 2,
}
