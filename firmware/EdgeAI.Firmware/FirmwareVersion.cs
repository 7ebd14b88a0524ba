namespace EdgeAI.Firmware;

/// <summary>Which firmware this is, as the hello says it.</summary>
internal static class FirmwareVersion
{
    /// <summary>The version.</summary>
    public const string Text = "0.3.0";
}
