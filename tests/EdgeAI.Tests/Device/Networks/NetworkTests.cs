using System.Security.Cryptography;
using EdgeAI.Device.Networks;

namespace EdgeAI.Tests.Device.Networks;

public sealed class NetworkTests
{
    [Fact]
    public void Run_RandomNetworksAndInputs_GivesTheBitsOfTheReference()
    {
        for (int seed = 0; seed < 1_500; seed++)
        {
            RandomNetwork random = new(seed);
            Random inputs = new(seed);
            for (int run = 0; run < 4; run++)
            {
                int[] input = [.. Enumerable.Range(0, random.Network.Input.Length).Select(_ => run == 0 ? -128 : run == 1 ? 127 : inputs.Next(-128, 128))];
                Set(random.Network, input);
                random.Network.Run();

                int[] expected = random.Answer(input);
                Assert.Equal(expected, random.Network.Output.Take(random.Network.OutputLength).Select(static value => (int)value));
                Assert.Equal(Array.IndexOf(expected, expected.Max()), random.Network.Best());
                Assert.Equal(input, random.Network.Input.Select(static value => (int)value));
            }
        }
    }

    [Fact]
    public void Run_DenseByHand_RoundsHalvesUpAndSaturates()
    {
        // factor 2^30 / 2^31 = 1/2: sums of 3, -3, 5, -5 and 600 come to 1.5, -1.5, 2.5, -2.5 and 300.
        Network network = new([new DenseLayer(1, 5, [1, -1, 1, -1, 100], [2, -2, 4, -4, 500], Half(5, 0, false))]);
        network.Input[0] = 1;

        network.Run();

        Assert.Equal([2, -1, 3, -2, 127], network.Output);
    }

    [Fact]
    public void Run_ConvolutionByHand_ReadsThePaddingAsTheInputsZero()
    {
        // Kernel [1, 2] over [5 | 1, 3, | 5], zero 5: 5 + 2, 1 + 6, 3 + 10, halved.
        Network network = new([new ConvolutionLayer(new ConvolutionShape(1, 2, 1, 2, 1, 1, 1), [1, 2], [0], 5, Half(1, 0, false))]);
        network.Input[0] = 1;
        network.Input[1] = 3;

        network.Run();

        Assert.Equal([4, 4, 7], network.Output);
    }

    [Fact]
    public void Run_AveragePoolOfNegatives_RoundsHalvesUp()
    {
        Network network = new([new AveragePoolLayer(new PoolingShape(1, 8, 2, 2))]);
        Set(network, [-1, -2, -128, -127, 1, 2, 127, 127]);

        network.Run();

        Assert.Equal([-1, -127, 2, 127], network.Output);
    }

    [Fact]
    public void Best_SeveralAreEqual_IsTheFirst()
    {
        Network network = new([new RectifierLayer(4, -128)]);
        Set(network, [-5, 7, 7, 7]);

        network.Run();

        Assert.Equal(1, network.Best());
    }

    [Fact]
    public void CopyDigest_OfALayerOfEachKind_IsThatOfTheTablesInTheSpecifiedOrder()
    {
        Network network = new([
            new ConvolutionLayer(new ConvolutionShape(1, 4, 2, 3, 1, 1, 0), [1, -2, 3, 4, 5, -6], [7, -8], -9, Half(2, 10, true)),
            new MaxPoolLayer(new PoolingShape(2, 3, 2, 1)), new AveragePoolLayer(new PoolingShape(2, 2, 2, 1)), new RectifierLayer(2, -3), new DenseLayer(2, 1, [11, -12], [-13], Half(1, -14, false))]);
        using MemoryStream expected = new();
        using BinaryWriter writer = new(expected);
        void Ints(params int[] values) => Array.ForEach(values, writer.Write);
        void Bytes(params int[] values) => Array.ForEach(values, value => writer.Write(unchecked((byte)value)));
        Ints(5);
        Bytes(2);
        Ints(1, 4, 2, 3, 1, 1, 0);
        Bytes(-9, 1, -2, 3, 4, 5, -6);
        Ints(7, -8, 1 << 30, 1 << 30);
        Bytes(31, 31, 10, 1, 3);
        Ints(2, 3, 2, 1);
        Bytes(4);
        Ints(2, 2, 2, 1);
        Bytes(5);
        Ints(2);
        Bytes(-3, 1);
        Ints(2, 1);
        Bytes(11, -12);
        Ints(-13, 1 << 30);
        Bytes(31, -14, 0);

        byte[] digest = new byte[32];
        network.CopyDigest(digest);

        Assert.Equal(SHA256.HashData(expected.ToArray()), digest);
    }

    [Fact]
    public void Run_ShippedNetwork_AllocatesNothing()
    {
        Network network = ContactSlipNetwork.Make();
        ClassProbabilities probabilities = ContactSlipNetwork.MakeProbabilities();
        ushort[] shares = new ushort[2];

        long allocated = Allocation.Of(() =>
        {
            network.Input[3]++;
            network.Run();
            probabilities.Compute(network.Output, 2, shares);
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Compute_RandomOutputs_GivesTheBitsOfTheReference()
    {
        Random random = new(7);
        for (int round = 0; round < 2_000; round++)
        {
            double scale = random.NextDouble() * (round % 2 == 0 ? 0.3 : 0.003);
            ushort[] table = [.. Enumerable.Range(0, 256).Select(distance => (ushort)Math.Round(65535 * Math.Exp(-distance * scale)))];
            sbyte[] outputs = [.. Enumerable.Range(0, random.Next(1, 33)).Select(_ => (sbyte)random.Next(-128, 128))];
            ushort[] shares = new ushort[outputs.Length];

            new ClassProbabilities(table).Compute(outputs, outputs.Length, shares);

            Assert.Equal(ReferenceNetwork.Probabilities([.. outputs.Select(static value => (int)value)], table), shares.Select(static share => (int)share));
            Assert.InRange(shares.Sum(static share => share), 65535 - outputs.Length, 65535 + outputs.Length);
        }
    }

    internal static Requantization Half(int outputs, sbyte zero, bool rectified) =>
        new([.. Enumerable.Repeat(1 << 30, outputs)], [.. Enumerable.Repeat((byte)31, outputs)], zero, rectified);

    private static void Set(Network network, int[] input)
    {
        for (int index = 0; index < input.Length; index++)
        {
            network.Input[index] = (sbyte)input[index];
        }
    }
}
