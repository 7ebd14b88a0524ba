using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink;

/// <summary>A command as the journal holds it.</summary>
internal sealed record JournaledCommand
{
    public required CommandId Id { get; init; }

    public required string Target { get; init; }

    /// <summary>The command's bytes as they came.</summary>
    public required byte[] Envelope { get; init; }

    public required long NotBefore { get; init; }

    public required long Expires { get; init; }

    public required CommandState State { get; init; }

    public required CommandReason Reason { get; init; }

    public required byte[] Detail { get; init; }

    /// <summary>When the state was reached, UTC nanoseconds on the clock of who reported it.</summary>
    public required long At { get; init; }

    /// <summary>Whether it was, or may have been, sent to the robot.</summary>
    public required bool IsSent { get; init; }

    /// <summary>The envelope, which was judged when it was received.</summary>
    public CommandReader Open()
    {
        _ = CommandReader.Open(Envelope, out CommandReader command);
        return command;
    }
}
