namespace EdgeAI.Records;

/// <summary>Who says what became of a command.</summary>
public enum CommandReporter : byte
{
    /// <summary>The gateway.</summary>
    Gateway = 1,

    /// <summary>The robot.</summary>
    Robot = 2,
}
