using System.Diagnostics.CodeAnalysis;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Generators;

/// <summary>
/// Draws readings of a class that is asked for, from mixtures of normal distributions fitted to recorded readings. It stands in
/// for the recordings where they are absent: what it draws has their means and covariances, not their detail. Immutable and safe
/// for any number of threads.
/// </summary>
public sealed class ClassConditionalGenerator
{
    /// <summary>The format that <see cref="TryLoad"/> reads.</summary>
    public const string Format = "edgeai-class-conditional-gaussian/1";

    private readonly string[] _labels;
    private readonly MixtureComponent[][] _classes;
    private readonly int[] _shape;
    private readonly bool _integer;
    private readonly double _minimum;
    private readonly double _maximum;

    internal ClassConditionalGenerator(GeneratorDocument document)
    {
        Name = document.Name;
        _shape = document.Shape;
        _integer = document.Integer;
        _minimum = document.Minimum;
        _maximum = document.Maximum;
        _labels = document.Labels;
        _classes = document.Classes;
        ValueCount = document.ValueCount;
    }

    /// <summary>What the generator was fitted to, in its file's words.</summary>
    public string Name { get; }

    /// <summary>The shape of one draw, outermost first: taxels, or samples and axes.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>Values in one draw: the product of <see cref="Shape"/>.</summary>
    public int ValueCount { get; }

    /// <summary>The classes' labels; a label's place is its index.</summary>
    public ReadOnlySpan<string> Labels => _labels;

    /// <summary>Reads a generator from its JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="generator">The generator, or null.</param>
    /// <param name="error">Null, or one line that names the file, the place in it, what is wrong, and the mend.</param>
    public static bool TryLoad(string path, [NotNullWhen(true)] out ClassConditionalGenerator? generator, [NotNullWhen(false)] out string? error)
    {
        generator = null;
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = $"{path}: cannot be read ({exception.Message}): name a generator file that exists and that this user may read";
            return false;
        }

        return TryParse(json, path, out generator, out error);
    }

    /// <summary>Reads a generator from JSON in memory.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="file">How errors name the source.</param>
    /// <param name="generator">The generator, or null.</param>
    /// <param name="error">Null, or one line as <see cref="TryLoad"/> gives it.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, string file, [NotNullWhen(true)] out ClassConditionalGenerator? generator, [NotNullWhen(false)] out string? error)
    {
        generator = null;
        if (!GeneratorReader.TryRead(json, out GeneratorDocument? document, out string? fault))
        {
            error = $"{file}: {fault}";
            return false;
        }

        generator = new ClassConditionalGenerator(document);
        error = null;
        return true;
    }

    /// <summary>The index of a label, or -1.</summary>
    public int IndexOf(string label) => Array.IndexOf(_labels, label);

    /// <summary>Draws one reading of a class into a buffer. Allocates nothing.</summary>
    /// <param name="labelIndex">The class.</param>
    /// <param name="random">Where randomness comes from; the same stream gives the same draw on every machine.</param>
    /// <param name="destination">At least <see cref="ValueCount"/> long; row-major where the shape has two dimensions.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class, or the buffer is too short.</exception>
    public void Draw(int labelIndex, ref RandomStream random, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(labelIndex, _classes.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, ValueCount);
        MixtureComponent component = Pick(_classes[labelIndex], random.NextUniform());
        Span<double> values = stackalloc double[GeneratorReader.MaxValues];
        values = values[..ValueCount];
        component.Mean.CopyTo(values);
        foreach (double[] factor in component.Factors)
        {
            double along = random.NextNormal();
            for (int index = 0; index < values.Length; index++)
            {
                values[index] += along * factor[index];
            }
        }

        for (int index = 0; index < values.Length; index++)
        {
            double value = Math.Clamp(values[index] + (component.Noise[index] * random.NextNormal()), _minimum, _maximum);
            destination[index] = (float)(_integer ? Math.Round(value) : value);
        }
    }

    /// <summary>Draws one reading of a class that is named by its label.</summary>
    /// <exception cref="ArgumentException">No class has that label.</exception>
    public void Draw(string label, ref RandomStream random, Span<float> destination)
    {
        int index = IndexOf(label);
        if (index < 0)
        {
            throw new ArgumentException($"The generator '{Name}' has no class '{label}'; it has {string.Join(", ", _labels)}", nameof(label));
        }

        Draw(index, ref random, destination);
    }

    private static MixtureComponent Pick(MixtureComponent[] components, double share)
    {
        foreach (MixtureComponent component in components)
        {
            if (share < component.CumulativeWeight)
            {
                return component;
            }
        }

        return components[^1];
    }
}
