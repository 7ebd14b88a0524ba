namespace EdgeAI.Records;

/// <summary>What follows from a command's state.</summary>
public static class CommandStates
{
    /// <summary>Whether nothing comes after it, but for a robot's late answer to <see cref="CommandReason.NoAnswer"/>.</summary>
    public static bool IsFinal(this CommandState state) => state is not (CommandState.Received or CommandState.Delivered or CommandState.Executing);

    /// <summary>Whether a command in one state, reached for a reason, may go on to another.</summary>
    public static bool MayFollow(this CommandState next, CommandState state, CommandReason reason)
    {
        if (state == CommandState.Unknown && reason == CommandReason.NoAnswer)
        {
            return next.IsFinal() && next != CommandState.Unknown;
        }

        return !state.IsFinal() && (next.IsFinal() || next > state);
    }
}
