namespace EdgeAI.Runtime.Samples;

/// <summary>Names a stream within one robot: the board (0 is the robot itself) and the stream on it.</summary>
/// <param name="Board">The board's number on its robot.</param>
/// <param name="Stream">The stream's number on its board.</param>
public readonly record struct StreamId(ushort Board, byte Stream)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Board}/{Stream}";
}
