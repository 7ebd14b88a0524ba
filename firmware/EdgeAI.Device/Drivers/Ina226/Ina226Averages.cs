namespace EdgeAI.Device.Drivers.Ina226;

/// <summary>How many conversions make one reading; the values are those of AVG (DS "Configuration register 00h").</summary>
public enum Ina226Averages : byte
{
    /// <summary>One.</summary>
    One = 0,

    /// <summary>4.</summary>
    Four = 1,

    /// <summary>16.</summary>
    Sixteen = 2,

    /// <summary>64.</summary>
    SixtyFour = 3,

    /// <summary>128.</summary>
    OneHundredTwentyEight = 4,

    /// <summary>256.</summary>
    TwoHundredFiftySix = 5,

    /// <summary>512.</summary>
    FiveHundredTwelve = 6,

    /// <summary>1024.</summary>
    OneThousandTwentyFour = 7,
}
