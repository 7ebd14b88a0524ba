using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>Does one kind of command. It is begun once for each id, unless it may be repeated and the robot died in it.</summary>
internal interface ICommandHandler
{
    /// <summary>The command's name.</summary>
    string Name { get; }

    /// <summary>Whether doing it again does no harm: then it is done again where nobody knows whether it was.</summary>
    bool IsRepeatable { get; }

    /// <summary>Whether it may take minutes: then short commands do not wait for it.</summary>
    bool IsLong { get; }

    /// <summary>Why the command is refused before it is begun; <see cref="CommandReason.None"/> if it is not.</summary>
    CommandReason Check(ushort board, ReadOnlySpan<byte> arguments);

    /// <summary>Does it. What is thrown is a failure; a cancelled one has no end, as if the robot had died.</summary>
    Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop);
}
