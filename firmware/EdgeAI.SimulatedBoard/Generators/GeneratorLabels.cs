namespace EdgeAI.SimulatedBoard.Generators;

/// <summary>Finds the classes that a simulated sensor cannot do without.</summary>
internal static class GeneratorLabels
{
    /// <summary>The index of a label.</summary>
    /// <exception cref="ArgumentException">The generator lacks it.</exception>
    public static int Require(ClassConditionalGenerator generator, string label)
    {
        int index = generator.IndexOf(label);
        return index >= 0
            ? index
            : throw new ArgumentException($"The generator '{generator.Name}' has no class '{label}', only {string.Join(", ", generator.Labels.ToArray())}: fit it again with that class", nameof(generator));
    }
}
