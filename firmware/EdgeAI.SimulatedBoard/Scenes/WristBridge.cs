using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>One bridge of a six-axis sensor.</summary>
/// <param name="bridges">All six.</param>
/// <param name="number">0 to 5.</param>
internal sealed class WristBridge(WristBridges bridges, int number) : IBridgeInput
{
    /// <inheritdoc/>
    public double MillivoltsPerVolt(long nanoseconds) => bridges.MillivoltsPerVolt(nanoseconds, number);
}
