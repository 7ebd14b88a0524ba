namespace EdgeAI.Robot.Commands;

/// <summary>The run cannot begin or go on, for a reason that the person at the terminal can mend.</summary>
internal sealed class CannotRunException : Exception
{
    /// <summary>Makes one from its lines.</summary>
    /// <param name="problem">One line per problem, each naming the thing and the mend.</param>
    public CannotRunException(string problem)
        : base(problem)
    {
    }

    /// <summary>Makes one with what lies beneath it, shown with --verbose only.</summary>
    public CannotRunException(string problem, Exception cause)
        : base(problem, cause)
    {
    }
}
