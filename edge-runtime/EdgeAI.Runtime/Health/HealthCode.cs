namespace EdgeAI.Runtime.Health;

/// <summary>
/// What a robot says of itself, as the code of its log records (board 0, stream 255). Numbers are never reused; those below 1000 are boards'.
/// </summary>
public enum HealthCode : ushort
{
    /// <summary>A graph thread is silent, or no longer; the text names it.</summary>
    ThreadSilent = 1000,

    /// <summary>A graph thread has been silent for so long that stages go over to their alternatives, or no longer.</summary>
    ThreadDegraded = 1001,

    /// <summary>A graph thread ended by a failure.</summary>
    ThreadDied = 1002,

    /// <summary>The safe state was declared; the text says why.</summary>
    SafeState = 1003,

    /// <summary>A stage is later than its deadline and drops what has waited too long, or has caught up.</summary>
    StageSkips = 1010,

    /// <summary>A stage was later than its deadline and its alternative decides in its place, or it decides again.</summary>
    StageDegraded = 1011,

    /// <summary>A clock jumped; the text says which and how far.</summary>
    ClockJumped = 1020,

    /// <summary>A camera's device is gone or silent, or is back; the text names it.</summary>
    CameraGone = 1030,
}
