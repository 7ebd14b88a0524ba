namespace EdgeAI.Records;

/// <summary>How a record may be treated, one byte (RECORDS.md, "Handling"): a level, and what the record is.</summary>
public static class Handling
{
    /// <summary>The bits of the level: 0 not classified, <see cref="General"/>, <see cref="Important"/> or <see cref="Core"/>.</summary>
    public const byte LevelMask = 3;

    /// <summary>General data (GB/T 43697-2024).</summary>
    public const byte General = 1;

    /// <summary>Important data (GB/T 43697-2024).</summary>
    public const byte Important = 2;

    /// <summary>Core data (GB/T 43697-2024).</summary>
    public const byte Core = 3;

    /// <summary>Personal data.</summary>
    public const byte Personal = 1 << 2;

    /// <summary>An image.</summary>
    public const byte Image = 1 << 3;

    /// <summary>Made smaller by the policy: redacted, thinned out or folded into a window.</summary>
    public const byte Reduced = 1 << 4;

    /// <summary>Whether every bit has a meaning.</summary>
    public static bool IsValid(byte handling) => (handling & ~(LevelMask | Personal | Image | Reduced)) == 0;
}
