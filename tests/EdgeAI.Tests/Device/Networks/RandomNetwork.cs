using System.Numerics;
using EdgeAI.Device.Networks;

namespace EdgeAI.Tests.Device.Networks;

/// <summary>A chain of layers of random shape and tables, twice: as a board runs it, and as <see cref="ReferenceNetwork"/> does.</summary>
internal sealed class RandomNetwork
{
    private readonly Random _random;
    private readonly List<NetworkLayer> _layers = [];
    private readonly List<Func<int[], int[]>> _reference = [];
    private int _channels;
    private int _samples;

    public RandomNetwork(int seed)
    {
        _random = new Random(seed);
        _channels = _random.Next(1, 5);
        _samples = _random.Next(1, 40);
        int steps = _random.Next(1, 7);
        for (int step = 0; step < steps; step++)
        {
            switch (_random.Next(5))
            {
                case 0:
                    AddDense();
                    break;
                case 1 or 2:
                    AddConvolution();
                    break;
                case 3:
                    AddPooling();
                    break;
                default:
                    AddRectifier();
                    break;
            }
        }

        Network = new Network([.. _layers]);
    }

    public Network Network { get; }

    public int[] Answer(int[] input) => _reference.Aggregate(input, static (value, layer) => layer(value));

    private int Length => _channels * _samples;

    private sbyte Any() => (sbyte)_random.Next(-128, 128);

    private (sbyte[] Weights, int[] Biases, Requantization Runner, Func<BigInteger, int, int> Reference) Tables(int outputs, int perOutput)
    {
        // Extremes often: the corners of the arithmetic lie there.
        sbyte[] weights = [.. Enumerable.Range(0, outputs * perOutput).Select(_ => _random.Next(4) == 0 ? (sbyte)(_random.Next(2) == 0 ? -127 : 127) : (sbyte)_random.Next(-127, 128))];
        int room = int.MaxValue - (perOutput * 128 * 128);
        int[] biases = [.. Enumerable.Range(0, outputs).Select(_ => _random.Next(8) == 0 ? _random.Next(2) == 0 ? room : -room : _random.Next(-20_000, 20_000))];
        int[] multipliers = [.. Enumerable.Range(0, outputs).Select(_ => _random.Next(6) == 0 ? int.MaxValue : _random.Next(1 << 30, int.MaxValue))];
        byte[] shifts = [.. Enumerable.Range(0, outputs).Select(_ => (byte)(_random.Next(8) == 0 ? _random.Next(2) == 0 ? 24 : 61 : _random.Next(36, 44)))];
        sbyte zero = Any();
        bool rectified = _random.Next(2) == 0;
        return (weights, biases, new Requantization(multipliers, shifts, zero, rectified), (sum, output) => ReferenceNetwork.Requantize(sum, multipliers[output], shifts[output], zero, rectified));
    }

    private void AddDense()
    {
        int outputs = _random.Next(1, 20);
        (sbyte[] weights, int[] biases, Requantization runner, Func<BigInteger, int, int> reference) = Tables(outputs, Length);
        _layers.Add(new DenseLayer(Length, outputs, weights, biases, runner));
        _reference.Add(x => ReferenceNetwork.Dense(x, outputs, weights, biases, reference));
        (_channels, _samples) = (1, outputs);
    }

    private void AddConvolution()
    {
        int channels = _channels;
        int outputs = _random.Next(1, 7);
        int kernel = _random.Next(1, Math.Min(8, _samples + 1));
        int stride = _random.Next(1, 4);
        int before = _random.Next(kernel);
        int after = _random.Next(kernel);
        ConvolutionShape shape = new(channels, _samples, outputs, kernel, stride, before, after);
        (sbyte[] weights, int[] biases, Requantization runner, Func<BigInteger, int, int> reference) = Tables(outputs, channels * kernel);
        sbyte inputZero = Any();
        _layers.Add(new ConvolutionLayer(shape, weights, biases, inputZero, runner));
        _reference.Add(x => ReferenceNetwork.Convolution(x, channels, kernel, outputs, stride, before, after, inputZero, weights, biases, reference));
        (_channels, _samples) = (outputs, shape.OutputSamples);
    }

    private void AddPooling()
    {
        int channels = _channels;
        int window = _random.Next(1, Math.Min(5, _samples) + 1);
        int stride = _random.Next(1, 4);
        bool largest = _random.Next(2) == 0;
        PoolingShape shape = new(channels, _samples, window, stride);
        _layers.Add(largest ? new MaxPoolLayer(shape) : new AveragePoolLayer(shape));
        _reference.Add(x => ReferenceNetwork.Pool(x, channels, window, stride, largest));
        _samples = shape.OutputSamples;
    }

    private void AddRectifier()
    {
        sbyte zero = Any();
        _layers.Add(new RectifierLayer(Length, zero));
        _reference.Add(x => [.. x.Select(value => Math.Max(value, (int)zero))]);
    }
}
