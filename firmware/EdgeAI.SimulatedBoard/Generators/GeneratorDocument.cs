namespace EdgeAI.SimulatedBoard.Generators;

/// <summary>What a generator's file holds, once it is known to be sound.</summary>
/// <param name="Name">What it was fitted to.</param>
/// <param name="Shape">The shape of one draw.</param>
/// <param name="ValueCount">The product of the shape.</param>
/// <param name="Integer">Whether values are rounded.</param>
/// <param name="Minimum">The least value.</param>
/// <param name="Maximum">The greatest value.</param>
/// <param name="Labels">One label per class.</param>
/// <param name="Classes">The components of each class.</param>
internal sealed record GeneratorDocument(
    string Name,
    int[] Shape,
    int ValueCount,
    bool Integer,
    double Minimum,
    double Maximum,
    string[] Labels,
    MixtureComponent[][] Classes);
