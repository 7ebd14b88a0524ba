namespace EdgeAI.Perception.Heads;

/// <summary>Where the numbers of one of NanoDet's grids lie: class probabilities and distributions in one output or in two.</summary>
/// <param name="ClassOutput">The output with the classes.</param>
/// <param name="ClassStart">Where the first cell's classes begin in it.</param>
/// <param name="ClassStep">From one cell's to the next one's.</param>
/// <param name="SideOutput">The output with the distributions.</param>
/// <param name="SideStart">Where the first cell's distributions begin in it.</param>
/// <param name="SideStep">From one cell's to the next one's.</param>
internal readonly record struct NanoDetPart(int ClassOutput, int ClassStart, int ClassStep, int SideOutput, int SideStart, int SideStep);
