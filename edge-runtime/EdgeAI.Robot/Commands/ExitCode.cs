namespace EdgeAI.Robot.Commands;

/// <summary>What the process answers to whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was produced is delivered or dropped by a named policy.</summary>
    public const int Success = 0;

    /// <summary>Something was lost, or a part failed during the run.</summary>
    public const int Failure = 1;

    /// <summary>The run could not begin: a profile, model, recording, port or folder needs mending.</summary>
    public const int CannotRun = 2;
}
