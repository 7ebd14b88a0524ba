namespace EdgeAI.Device.Configuration;

/// <summary>What a decoder says of a configuration (CONFIGURATION.md).</summary>
public enum ConfigurationStatus : byte
{
    /// <summary>It is sound.</summary>
    Ok = 0,

    /// <summary>It ends before its fields do, or goes on behind them.</summary>
    BadLength = 1,

    /// <summary>It is longer than a board takes.</summary>
    TooLong = 2,

    /// <summary>Its checksum is another.</summary>
    BadCrc = 3,

    /// <summary>It is of a newer version.</summary>
    UnknownVersion = 4,

    /// <summary>A count is outside its range.</summary>
    BadCount = 5,

    /// <summary>A code is not known.</summary>
    UnknownCode = 6,

    /// <summary>A value is outside its range, or names something that is not there.</summary>
    BadValue = 7,

    /// <summary>A text holds something other than printable ASCII.</summary>
    BadText = 8,

    /// <summary>A driver that only a host has was given to a board.</summary>
    NotHere = 9,
}
