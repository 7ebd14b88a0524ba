using EdgeAI.Runtime.Edges;

namespace EdgeAI.Runtime.Graph;

/// <summary>What an inlet's edge is.</summary>
/// <param name="Name">The edge's name: the stream's in the profile, and to where if the stream goes to several threads.</param>
/// <param name="Capacity">The most samples that wait, at least 1.</param>
/// <param name="Policy">What happens when more comes than is taken.</param>
/// <param name="KeepEvery">Of how many samples one enters, the first of them; 1 for all.</param>
/// <param name="Wake">Wakes the thread behind the edge; null where it is the producer's own.</param>
public sealed record InletOptions(string Name, int Capacity, DropPolicy Policy, int KeepEvery = 1, WakeSignal? Wake = null);
