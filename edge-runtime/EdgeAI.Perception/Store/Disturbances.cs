using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Disturbs inputs to see what a model makes of it. Sizes are parts of how much each value varies over the inputs at hand, so that they mean
/// the same for counts, newtons and pixels. Drawn from a seed alone.
/// </summary>
public sealed class Disturbances
{
    /// <summary>Gaussian noise, a tenth of each value's standard deviation.</summary>
    public const string Noise = "noise";

    /// <summary>One value in twenty stays 0; of a window, a channel; of an image, a patch of an eighth of its sides.</summary>
    public const string Dead = "dead";

    /// <summary>Images: the mean of three by three pixels.</summary>
    public const string Blur = "blur";

    /// <summary>A quarter of a standard deviation is added to everything, and everything grows by a tenth.</summary>
    public const string Brightness = "brightness";

    /// <summary>Steps of a twentieth of each value's standard deviation, up or down, searched for those that change the answer most.</summary>
    public const string Adversarial = "adversarial";

    private const float NoisePart = 0.1f;
    private const float BrightnessPart = 0.25f;
    private const float BrightnessGain = 1.1f;
    private const float StepPart = 0.05f;
    private const int DeadOneIn = 20;
    private const int PatchPart = 8;
    private const int MostColours = 4;

    private readonly TensorSpec _spec;
    private readonly InputShape _shape;
    private readonly float[] _deviation;
    private readonly float _mean;

    private Disturbances(TensorSpec spec, float[] deviation, float mean)
    {
        _spec = spec;
        _shape = ShapeOf(spec);
        _deviation = deviation;
        _mean = mean;
    }

    /// <summary>Every name that a gate may bound.</summary>
    public static IReadOnlyList<string> Names { get; } = [Noise, Dead, Blur, Brightness, Adversarial];

    /// <summary>The names of those that make sense for this input.</summary>
    public IEnumerable<string> Fitting => Names.Where(name => name != Blur || IsImage);

    /// <summary>How many elements the input has.</summary>
    public int ElementCount => _spec.Shape.Aggregate(1, static (product, size) => product * size);

    private bool IsImage => _shape is InputShape.PlanarImage or InputShape.InterleavedImage;

    /// <summary>Learns how much each value of the first input varies; null where its elements are no numbers that can be disturbed.</summary>
    /// <param name="spec">The first input.</param>
    /// <param name="inputs">The inputs.</param>
    public static Disturbances? Of(TensorSpec spec, InputSet inputs)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(inputs);
        if (!TensorNumbers.Takes(spec.Element) || spec.Shape.Any(static size => size < 1))
        {
            return null;
        }

        int elements = spec.Shape.Aggregate(1, static (product, size) => product * size);
        InputShape shape = ShapeOf(spec);
        int groups = shape switch { InputShape.Reading => elements, InputShape.Window => spec.Shape[2], _ => 1 };
        double[] sums = new double[groups];
        double[] squares = new double[groups];
        float[] values = new float[elements];
        for (int index = 0; index < inputs.Count; index++)
        {
            TensorNumbers.Read(spec.Element, inputs[index], values);
            for (int element = 0; element < elements; element++)
            {
                sums[element % groups] += values[element];
                squares[element % groups] += (double)values[element] * values[element];
            }
        }

        double each = Math.Max(1, (double)elements / groups * inputs.Count);
        float[] deviation = new float[groups];
        for (int group = 0; group < groups; group++)
        {
            double mean = sums[group] / each;
            deviation[group] = (float)Math.Sqrt(Math.Max(0, (squares[group] / each) - (mean * mean)));
        }

        return new Disturbances(spec, deviation, (float)(sums.Sum() / each / groups));
    }

    /// <summary>Reads an input's elements.</summary>
    public void Read(ReadOnlySpan<byte> bytes, Span<float> values) => TensorNumbers.Read(_spec.Element, bytes, values);

    /// <summary>Writes elements as the input has them.</summary>
    public void Write(ReadOnlySpan<float> values, Span<byte> bytes) => TensorNumbers.Write(_spec.Element, values, bytes);

    /// <summary>Disturbs elements in place; <see cref="Adversarial"/> by one random step, of which a search keeps the worst.</summary>
    /// <param name="name">The disturbance.</param>
    /// <param name="values">The elements.</param>
    /// <param name="random">What is drawn from.</param>
    public void Apply(string name, Span<float> values, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        switch (name)
        {
            case Noise:
                AddNoise(values, random);
                break;
            case Dead:
                Kill(values, random);
                break;
            case Blur:
                BlurImage(values);
                break;
            case Brightness:
                Brighten(values);
                break;
            case Adversarial:
                for (int element = 0; element < values.Length; element++)
                {
                    values[element] += (random.Next(2) == 0 ? StepPart : -StepPart) * DeviationOf(element);
                }

                break;
            default:
                throw new ArgumentException($"there is no disturbance '{name}'", nameof(name));
        }
    }

    private static InputShape ShapeOf(TensorSpec spec) => spec.Shape.Count switch
    {
        3 => InputShape.Window,
        4 when spec.Shape[1] <= MostColours => InputShape.PlanarImage,
        4 when spec.Shape[3] <= MostColours => InputShape.InterleavedImage,
        _ => InputShape.Reading,
    };

    private float DeviationOf(int element) => _deviation[element % _deviation.Length];

    private void AddNoise(Span<float> values, Random random)
    {
        for (int element = 0; element < values.Length; element++)
        {
            // Box and Muller's transform.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[element] += (float)(NoisePart * DeviationOf(element) * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }

    private void Kill(Span<float> values, Random random)
    {
        if (IsImage)
        {
            (int rows, int columns) = SidesOf();
            int top = random.Next(rows);
            int left = random.Next(columns);
            for (int row = top; row < Math.Min(rows, top + 1 + (rows / PatchPart)); row++)
            {
                for (int column = left; column < Math.Min(columns, left + 1 + (columns / PatchPart)); column++)
                {
                    for (int colour = 0; colour < values.Length / rows / columns; colour++)
                    {
                        values[PlaceOf(row, column, colour, rows, columns)] = 0;
                    }
                }
            }

            return;
        }

        int channels = _shape == InputShape.Window ? _spec.Shape[2] : values.Length;
        for (int dead = 0; dead < Math.Max(1, channels / DeadOneIn); dead++)
        {
            for (int element = random.Next(channels); element < values.Length; element += channels)
            {
                values[element] = 0;
            }
        }
    }

    private void BlurImage(Span<float> values)
    {
        (int rows, int columns) = SidesOf();
        float[] sharp = values.ToArray();
        for (int colour = 0; colour < values.Length / rows / columns; colour++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    float sum = 0;
                    for (int near = 0; near < 9; near++)
                    {
                        sum += sharp[PlaceOf(Math.Clamp(row + (near / 3) - 1, 0, rows - 1), Math.Clamp(column + (near % 3) - 1, 0, columns - 1), colour, rows, columns)];
                    }

                    values[PlaceOf(row, column, colour, rows, columns)] = sum / 9;
                }
            }
        }
    }

    private void Brighten(Span<float> values)
    {
        for (int element = 0; element < values.Length; element++)
        {
            float centre = IsImage ? _mean : 0;
            values[element] = centre + ((values[element] - centre) * BrightnessGain) + (BrightnessPart * DeviationOf(element));
        }
    }

    private (int Rows, int Columns) SidesOf() => _shape == InputShape.PlanarImage ? (_spec.Shape[2], _spec.Shape[3]) : (_spec.Shape[1], _spec.Shape[2]);

    private int PlaceOf(int row, int column, int colour, int rows, int columns) => _shape == InputShape.PlanarImage
        ? (((colour * rows) + row) * columns) + column
        : (((row * columns) + column) * _spec.Shape[3]) + colour;
}
