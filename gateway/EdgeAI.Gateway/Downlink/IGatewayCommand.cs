using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink;

/// <summary>A command that the gateway does itself. Its effect is a change of the journal's file, so that it and the command's state are one transaction.</summary>
internal interface IGatewayCommand
{
    /// <summary>The command's name.</summary>
    string Name { get; }

    /// <summary>Whether the arguments are what the command takes; a line that says why not otherwise.</summary>
    string? Problem(ReadOnlySpan<byte> arguments);

    /// <summary>Does it: within a transaction, in which it also says how far the command has come.</summary>
    void Begin(CommandId id, ReadOnlySpan<byte> arguments, long now);
}
