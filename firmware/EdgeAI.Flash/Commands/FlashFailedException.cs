namespace EdgeAI.Flash.Commands;

/// <summary>A board cannot be flashed, or no further, for a reason that the person at the terminal can mend.</summary>
internal sealed class FlashFailedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="problem">One line per problem, each naming the thing and the mend.</param>
    /// <param name="exitCode">One of <see cref="Commands.ExitCode"/>.</param>
    /// <param name="cause">What lies beneath it, shown with --verbose only.</param>
    public FlashFailedException(string problem, int exitCode = Commands.ExitCode.CannotRun, Exception? cause = null)
        : base(problem, cause)
    {
        ExitCode = exitCode;
    }

    /// <summary>What the process answers.</summary>
    public int ExitCode { get; }
}
