namespace EdgeAI.Device.Messages;

/// <summary>The numbers that mean something else than one board or one sensor's stream (WIRE.md, "Who writes which header").</summary>
public static class BoardAddress
{
    /// <summary>As the board of a request: every board that hears it.</summary>
    public const ushort EveryBoard = 65535;

    /// <summary>As a stream: the board itself, what it says beside its readings.</summary>
    public const byte HousekeepingStream = 255;
}
