namespace EdgeAI.Runtime.Boards;

/// <summary>How a command ended for the robot.</summary>
public enum CommandEnd
{
    /// <summary>The board answered: the outcome says what became of it.</summary>
    Acknowledged,

    /// <summary>No answer came in the time that there is: it may have been done or not.</summary>
    GivenUp,
}
