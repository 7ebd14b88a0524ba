namespace EdgeAI.Flash.Plans;

/// <summary>What nanoFramework's name of a board says about it. The firmware keeps the sources of each family apart (EdgeAI.Firmware.projitems).</summary>
internal static class TargetFamily
{
    /// <summary>The ST family, which the preview line has no package for.</summary>
    public const string Stm32 = "Stm32";

    /// <summary>The family of a target, or null where the firmware has none for it.</summary>
    public static string? Of(string target) =>
        target.StartsWith("ESP32", StringComparison.Ordinal) ? "Esp32"
        : target.StartsWith("PICO2_RP2350", StringComparison.Ordinal) ? "Rp2350"
        : target.StartsWith("ST_STM32", StringComparison.Ordinal) ? Stm32
        : null;
}
