namespace EdgeAI.SimulatedBoard.Generators;

/// <summary>One normal distribution of a class: mean, a few directions in which values move together, and noise for each value alone.</summary>
/// <param name="CumulativeWeight">The share of this component and of those before it, 0 to 1.</param>
/// <param name="Mean">The mean of each value.</param>
/// <param name="Factors">One row per direction; its length is that of the mean.</param>
/// <param name="Noise">The standard deviation of what each value has for itself.</param>
internal sealed record MixtureComponent(double CumulativeWeight, double[] Mean, double[][] Factors, double[] Noise);
