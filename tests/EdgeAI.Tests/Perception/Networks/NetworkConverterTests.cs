using System.Globalization;
using EdgeAI.Perception.Networks;

namespace EdgeAI.Tests.Perception.Networks;

public sealed class NetworkConverterTests : IDisposable
{
    private static readonly (int[], float[]) Kernel = ([4, 2, 3], Random(24, 1));

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-converter-").FullName;

    public static TheoryData<string, Func<byte[]>> Convertible => new()
    {
        { "Gemm, Relu, Gemm, Softmax", static () => new OnnxFile(1, 8).Node("Gemm", [("transB", 1)], ([6, 8], Random(48, 2)), ([6], Random(6, 3))).Node("Relu").Node("Gemm", ([6, 3], Random(18, 4)), ([3], Random(3, 5))).Node("Softmax", [("axis", 1)]).Bytes() },
        { "MatMul, Add", static () => new OnnxFile(1, 8).Node("MatMul", ([8, 5], Random(40, 6))).Node("Add", ([5], Random(5, 7))).Bytes() },
        { "Conv with stride and padding, MaxPool, Flatten, Gemm", static () => new OnnxFile(1, 2, 9).Node("Conv", [("strides", new[] { 2 }), ("pads", new[] { 1, 2 })], Kernel, ([4], Random(4, 8))).Node("Relu").Node("MaxPool", [("kernel_shape", new[] { 2 }), ("strides", new[] { 2 })]).Node("Flatten").Node("Gemm", ([8, 2], Random(16, 9)), ([2], Random(2, 10))).Bytes() },
        { "Conv without biases, AveragePool, Relu, Flatten", static () => new OnnxFile(1, 2, 9).Node("Conv", Kernel).Node("AveragePool", [("kernel_shape", new[] { 3 }), ("strides", new[] { 1 })]).Node("Relu").Node("Flatten").Bytes() },
    };

    public static TheoryData<string, Func<byte[]>> NotConvertible => new()
    {
        { "Sigmoid 'node2' cannot be converted: is not an operator that a board runs", static () => new OnnxFile(1, 8).Node("MatMul", ([8, 5], Random(40, 6))).Node("Sigmoid").Bytes() },
        { "Conv 'node1' cannot be converted: has groups, dilations or automatic padding", static () => new OnnxFile(1, 2, 9).Node("Conv", [("dilations", new[] { 2 })], Kernel).Bytes() },
        { "Conv 'node1' cannot be converted: takes 2 channels where the step before gives the shape [1, 9]", static () => new OnnxFile(1, 1, 9).Node("Conv", Kernel).Bytes() },
        { "Conv 'node1' cannot be converted: needs constant float weights", static () => new OnnxFile(1, 2, 9).Node("Conv", ([4, 2, 3, 1], Random(24, 1))).Bytes() },
        { "Gemm 'node1' cannot be converted: takes 7 values", static () => new OnnxFile(1, 8).Node("Gemm", ([7, 2], Random(14, 1))).Bytes() },
        { "Gemm 'node1' cannot be converted: needs constant float weights of two axes and constant biases of one, all finite", static () => new OnnxFile(1, 1).Node("Gemm", ([1, 1], [float.NaN])).Bytes() },
        { "MaxPool 'node1' cannot be converted: must pool samples of channels along one axis, without padding", static () => new OnnxFile(1, 2, 9).Node("MaxPool", [("kernel_shape", new[] { 2 }), ("pads", new[] { 1, 0 })]).Bytes() },
        { "Relu 'node3' cannot be converted: follows a Softmax or an ArgMax", static () => new OnnxFile(1, 8).Node("MatMul", ([8, 5], Random(40, 6))).Node("Softmax").Node("Relu").Bytes() },
        { "convolution: a kernel of 3 is longer than the samples and their padding", static () => new OnnxFile(1, 2, 2).Node("Conv", Kernel).Bytes() },
        { "input 'x' has the shape [1, 2, 3, 4]: export it as", static () => new OnnxFile(1, 2, 3, 4).Node("Flatten").Bytes() },
        { "input 'x' has the shape [1, 0]: export it as", static () => new OnnxFile(1, 0).Node("Relu").Bytes() },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Convertible), DisableDiscoveryEnumeration = true)]
    public void TryConvert_ChainOfKnownOperators_ComesNearToOnnxRuntime(string chain, Func<byte[]> file)
    {
        byte[] bytes = file();
        int values = chain.StartsWith("Conv", StringComparison.Ordinal) ? 18 : 8;

        ConvertedNetwork converted = Convert(bytes, values);

        // Uniform inputs and weights from -1 to 1: outputs reach some units, a step of int8 is some hundredths.
        Assert.InRange(converted.LargestDifference, 0, 0.15);
        Assert.InRange(converted.SameBest, 0.85, 1);
        Assert.Contains("digest " + converted.Digest, converted.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void TryConvert_ArgMaxAtTheEnd_GivesTheSameClass()
    {
        byte[] bytes = new OnnxFile(1, 8).Node("MatMul", ([8, 5], Random(40, 6))).Node("ArgMax", [("axis", 1)]).Bytes(outputType: 7);

        Assert.InRange(Convert(bytes, 8).SameBest, 0.95, 1);
    }

    [Fact]
    public void TryConvert_SameFileTwice_GivesTheSameText()
    {
        byte[] bytes = new OnnxFile(1, 8).Node("MatMul", ([8, 5], Random(40, 6))).Node("Relu").Bytes();

        Assert.Equal(Convert(bytes, 8).Source, Convert(bytes, 8).Source);
    }

    [Theory]
    [MemberData(nameof(NotConvertible), DisableDiscoveryEnumeration = true)]
    public void TryConvert_WhatABoardCannotRun_IsRefusedByOperatorAndName(string expected, Func<byte[]> file)
    {
        string problem = Refuse(file(), "0");

        Assert.StartsWith($"{Model}: {expected}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("1,2,3", ":1: 3 numbers in row 1 where the network takes 2")]
    [InlineData("1,2\n1,x", ":2: 'x' is no number")]
    [InlineData("1,NaN", ":1: 'NaN' is no number")]
    [InlineData("", ": holds no input")]
    public void TryConvert_BadCalibration_IsRefusedNamingTheLine(string rows, string expected)
    {
        string problem = Refuse(new OnnxFile(1, 2).Node("MatMul", ([2, 2], Random(4, 1))).Bytes(), rows);

        Assert.StartsWith(Path.Combine(_folder, "rows.csv") + expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryConvert_DamagedFiles_NeverThrows()
    {
        byte[] sound = File.ReadAllBytes(Path.Combine(ShippedModels.FolderOf("contact-slip"), "model.onnx"));
        Random random = new(20261123);
        string rows = string.Join(",", Enumerable.Repeat("1", 72));
        for (int round = 0; round < 400; round++)
        {
            byte[] damaged = [.. sound.Take(round % 3 == 0 ? random.Next(sound.Length) : sound.Length)];
            for (int change = 0; change < round % 5 && damaged.Length > 0; change++)
            {
                // The structure stands in the first and the last bytes; between them lie the weights.
                int at = random.Next(3) == 0 ? random.Next(damaged.Length) : random.Next(2) == 0 ? random.Next(Math.Min(1200, damaged.Length)) : damaged.Length - 1 - random.Next(Math.Min(200, damaged.Length));
                damaged[at] = (byte)random.Next(256);
            }

            bool isConverted = TryConvert(damaged, rows, out _, out string problem);
            Assert.Equal(isConverted, problem.Length == 0);
            Assert.DoesNotContain('\n', problem);
        }
    }

    private string Model => Path.Combine(_folder, "model.onnx");

    private static float[] Random(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    private ConvertedNetwork Convert(byte[] bytes, int values)
    {
        string rows = string.Join("\n", Enumerable.Range(0, 200).Select(row => string.Join(",", Random(values, 100 + row).Select(static value => value.ToString(CultureInfo.InvariantCulture)))));
        Assert.True(TryConvert(bytes, rows, out ConvertedNetwork? converted, out string problem), problem);
        return converted!;
    }

    private string Refuse(byte[] bytes, string rows)
    {
        Assert.False(TryConvert(bytes, rows, out ConvertedNetwork? converted, out string problem));
        Assert.Null(converted);
        return problem;
    }

    private bool TryConvert(byte[] bytes, string rows, out ConvertedNetwork? converted, out string problem)
    {
        File.WriteAllBytes(Model, bytes);
        string path = Path.Combine(_folder, "rows.csv");
        File.WriteAllText(path, rows);
        return NetworkConverter.TryConvert(new ConversionRequest { ModelPath = Model, CalibrationPath = path, TypeName = "SomeNetwork" }, out converted, out problem);
    }
}
