namespace EdgeAI.Gateway.Policy;

/// <summary>One robot's streams as a policy tells them apart: by board, stream, message and class.</summary>
internal sealed class GovernedRobot(byte[] ascii)
{
    /// <summary>The robot's id, ASCII.</summary>
    public byte[] Ascii { get; } = ascii;

    public Dictionary<ulong, GovernedStream> Streams { get; } = [];
}
