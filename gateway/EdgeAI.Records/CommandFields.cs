namespace EdgeAI.Records;

/// <summary>What a command says (DOWNLINK.md, "Command"); ids follow <see cref="Identifier"/>.</summary>
public readonly record struct CommandFields
{
    /// <summary>Makes fields for a robot itself, or a gateway, that may begin at once.</summary>
    public CommandFields()
    {
    }

    /// <summary>The command's name for ever.</summary>
    public required CommandId Id { get; init; }

    /// <summary>Who issues it.</summary>
    public required string Issuer { get; init; }

    /// <summary>Who is to do it: a robot's id, or the gateway's.</summary>
    public required string Target { get; init; }

    /// <summary>The board on the robot; <see cref="CommandReader.NoBoard"/> for the target itself.</summary>
    public ushort Board { get; init; } = CommandReader.NoBoard;

    /// <summary>What is to be done.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments, at most <see cref="CommandReader.MaximumArguments"/> bytes.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>When it is issued, UTC nanoseconds.</summary>
    public required long IssuedUtcNanoseconds { get; init; }

    /// <summary>Before when it is not begun, UTC nanoseconds; 0 for at once.</summary>
    public long NotBeforeUtcNanoseconds { get; init; }

    /// <summary>From when on it is not begun, UTC nanoseconds.</summary>
    public required long ExpiresUtcNanoseconds { get; init; }
}
