namespace EdgeAI.Flash.Commands;

/// <summary>What the process answers to whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Every board is what its profile says, or everything asked for was printed or generated.</summary>
    public const int Success = 0;

    /// <summary>A step failed, or a board is not what its profile says.</summary>
    public const int Failure = 1;

    /// <summary>Nothing was begun: the profile, an option, a port or a tool needs mending.</summary>
    public const int CannotRun = 2;

    /// <summary>The boards are flashed and were not listened to: as asked, or since several speak under one MQTT topic.</summary>
    public const int NotChecked = 3;

    /// <summary>Ended by Ctrl-C, as a shell counts SIGINT.</summary>
    public const int Interrupted = 130;
}
