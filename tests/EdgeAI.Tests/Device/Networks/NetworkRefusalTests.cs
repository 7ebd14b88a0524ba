using EdgeAI.Device.Networks;

namespace EdgeAI.Tests.Device.Networks;

/// <summary>A network that does not fit together is refused when it is made, in words that name what does not.</summary>
public sealed class NetworkRefusalTests
{
    public static TheoryData<string, Action> Refused => new()
    {
        { "a network needs at least one layer", () => _ = new Network([]) },
        { "layer 1 takes 4 values where the one before gives 3", () => _ = new Network([new RectifierLayer(3, 0), new RectifierLayer(4, 0)]) },
        { "dense layer: 3 weights where the shape asks for 4", () => _ = new DenseLayer(2, 2, new sbyte[3], new int[2], NetworkTests.Half(2, 0, false)) },
        { "dense layer: 1 biases and 2 multipliers where there are 2 outputs", () => _ = new DenseLayer(2, 2, new sbyte[4], new int[1], NetworkTests.Half(2, 0, false)) },
        { "dense layer: the sum of output 1 may not fit 32 bits", () => _ = new DenseLayer(1, 2, [1, 1], [0, int.MinValue], NetworkTests.Half(2, 0, false)) },
        { "dense layer: inputs is 4097, not from 1 to 4096", () => _ = new DenseLayer(4097, 1, new sbyte[4097], [0], NetworkTests.Half(1, 0, false)) },
        { "convolution: a kernel of 5 is longer than the samples and their padding", () => _ = new ConvolutionShape(1, 3, 1, 5, 1, 1, 0) },
        { "convolution: padding must be from 0 to one less than the kernel", () => _ = new ConvolutionShape(1, 3, 1, 2, 1, 2, 0) },
        { "convolution: outputs is 8192, not from 1 to 4096", () => _ = new ConvolutionShape(1, 4096, 2, 1, 1, 0, 0) },
        { "convolution: 5 weights where the shape asks for 6", () => _ = new ConvolutionLayer(new ConvolutionShape(1, 4, 2, 3, 1, 0, 0), new sbyte[5], new int[2], 0, NetworkTests.Half(2, 0, false)) },
        { "pooling: window is 4, not from 1 to 3", () => _ = new PoolingShape(1, 3, 4, 1) },
        { "multiplier 0 is below 2^30", () => _ = new Requantization([(1 << 30) - 1], [31], 0, false) },
        { "shift 0 is not from 24 to 61", () => _ = new Requantization([1 << 30], [62], 0, false) },
        { "the exponentials must be 256 values", () => _ = new ClassProbabilities(new ushort[256]) },
        { "the exponentials must not grow", () => _ = new ClassProbabilities([65535, 1, .. Enumerable.Repeat((ushort)2, 254)]) },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Constructor_TablesThatDoNotFit_SaysWhich(string expected, Action make)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(make);
        Assert.StartsWith(expected, refusal.Message, StringComparison.Ordinal);
    }
}
