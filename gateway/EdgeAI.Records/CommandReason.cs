namespace EdgeAI.Records;

/// <summary>Why a command is in its state (DOWNLINK.md, "States"). Numbers are never reused; a reader shows one that it does not know.</summary>
public enum CommandReason : ushort
{
    /// <summary>Nothing to add.</summary>
    None = 0,

    /// <summary>No permission in the profile.</summary>
    Forbidden = 1,

    /// <summary>The gateway has no such robot.</summary>
    UnknownTarget = 2,

    /// <summary>The target has no such command.</summary>
    UnknownCommand = 3,

    /// <summary>The id was used before with other content.</summary>
    IdReused = 4,

    /// <summary>Valid for longer than the gateway allows.</summary>
    LifetimeTooLong = 5,

    /// <summary>Too many commands wait.</summary>
    TooManyWaiting = 6,

    /// <summary>The arguments are not what the command takes.</summary>
    BadArguments = 7,

    /// <summary>The issuer is one that is never taken from the upstream.</summary>
    ReservedIssuer = 8,

    /// <summary>The robot has no such board.</summary>
    NoSuchBoard = 10,

    /// <summary>The board refused or failed.</summary>
    BoardRefused = 11,

    /// <summary>The board did not answer: done or not.</summary>
    BoardSilent = 12,

    /// <summary>The model store refused.</summary>
    StoreRefused = 13,

    /// <summary>The handler failed.</summary>
    HandlerFailed = 14,

    /// <summary>The robot died between begin and end of a command that may not be repeated.</summary>
    RobotStopped = 20,

    /// <summary>No answer from the robot until long after the expiry.</summary>
    NoAnswer = 21,

    /// <summary>The robot's journal was damaged: it cannot tell whether it did it.</summary>
    JournalDamaged = 22,

    /// <summary>Its time is over, and the robot remembers nothing of that time any more: it may have done it.</summary>
    Forgotten = 23,

    /// <summary>It expired at the gateway and was never sent.</summary>
    ExpiredAtGateway = 30,

    /// <summary>It expired at the robot and was never begun.</summary>
    ExpiredAtRobot = 31,

    /// <summary>The download failed.</summary>
    DownloadFailed = 40,

    /// <summary>What was downloaded has another SHA-256.</summary>
    WrongHash = 41,

    /// <summary>What was downloaded has another length.</summary>
    WrongLength = 42,

    /// <summary>No room on the disk, or larger than allowed.</summary>
    NoRoom = 43,

    /// <summary>The robot's gate held it back, or it gave it up again.</summary>
    HeldBack = 44,

    /// <summary>The robot does not run it.</summary>
    NotInstalled = 45,

    /// <summary>The rollout failed and was rolled back.</summary>
    RolledBack = 46,

    /// <summary>An operator stopped it.</summary>
    Stopped = 47,

    /// <summary>The time of the rollout's stage passed.</summary>
    StageTimedOut = 48,

    /// <summary>Another rollout of the same artifact is open.</summary>
    AnotherRollout = 49,
}
