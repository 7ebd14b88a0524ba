namespace EdgeAI.Device.Application;

/// <summary>What a board runs after a start.</summary>
public enum StartMode : byte
{
    /// <summary>The configuration that was stored last; the compiled one where none was.</summary>
    Normal = 0,

    /// <summary>The compiled configuration, because the stored one may be what makes the board crash, or cannot be decoded.</summary>
    Compiled = 1,

    /// <summary>The compiled configuration's link and no sensor at all: the board answers, and waits to be mended.</summary>
    Safe = 2,
}
