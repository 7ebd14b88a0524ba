namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>The baseline filter's three cases for a channel.</summary>
/// <param name="Enabled">Whether the baseline follows at all (ECR bits 7 to 6 other than 01).</param>
/// <param name="Rising">Data above the baseline.</param>
/// <param name="Falling">Data below the baseline.</param>
/// <param name="Touched">The channel is touched.</param>
internal readonly record struct Mpr121Tracking(bool Enabled, Mpr121Filter Rising, Mpr121Filter Falling, Mpr121Filter Touched);
