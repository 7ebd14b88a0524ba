namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>How the baseline follows the data in one case (data sheet, registers 0x2B to 0x40; AN3891).</summary>
/// <param name="MaxHalfDelta">A change up to twice this passes to the baseline at once; 0 when touched, where nothing does.</param>
/// <param name="NoiseHalfDelta">The step by which the baseline follows a larger change that lasts.</param>
/// <param name="NoiseCountLimit">How many samples in a row a larger change has to last.</param>
/// <param name="DelayLimit">How many samples the filter leaves out between two that it takes.</param>
internal readonly record struct Mpr121Filter(int MaxHalfDelta, int NoiseHalfDelta, int NoiseCountLimit, int DelayLimit);
