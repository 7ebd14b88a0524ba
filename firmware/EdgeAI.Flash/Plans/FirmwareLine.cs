namespace EdgeAI.Flash.Plans;

/// <summary>The two lines of nanoFramework that the firmware is built for.</summary>
internal enum FirmwareLine
{
    /// <summary>1.x, the stable one.</summary>
    Stable,

    /// <summary>The 2.0 preview.</summary>
    Preview,
}
