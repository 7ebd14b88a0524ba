using EdgeAI.Perception.Models;
using EdgeAI.Tests.Perception.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Models;

/// <summary>Models that could harm the process, or cannot run: each is refused by name, in one line.</summary>
public sealed class ModelRefusalTests
{
    private const string Again = "copy it again from where it came from, or export it again";

    [Fact]
    public void Model_WithAnOperatorThatNobodyHas_IsRefusedByIt()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Levitate", TensorElementType.Float, 1, 4));
        Assert.Equal(ModelRefusal.OperatorMissing, folder.Refuse(out string problem));
        Assert.Contains("Levitate", problem, StringComparison.Ordinal);
        Assert.Contains("this OnnxRuntime lacks an operator of it", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_WithAnOperatorForOtherElements_IsRefusedByIt()
    {
        // The operator exists; the CPU has no kernel of it for these elements.
        using ModelFolder folder = new(MadeModel.OneStep("BitShift", TensorElementType.Int8, 1, 4));
        Assert.Equal(ModelRefusal.NotAModel, folder.Refuse(out string problem));
        Assert.Contains("OnnxRuntime cannot load it", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_WithAnOperatorSetOfTheFuture_IsRefused()
    {
        using ModelFolder folder = new(new MadeModel(opset: 99).Input("x", TensorElementType.Float, 1).Output("y", TensorElementType.Float, 1).Node("Relu", ["x"], ["y"]).ToArray());
        Assert.NotEqual(ModelRefusal.None, folder.Refuse(out string problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Model_OfText_IsRefusedByItsInput()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Identity", TensorElementType.String, 1, 4));
        Assert.Equal(ModelRefusal.ElementUnsupported, folder.Refuse(out string problem));
        Assert.Contains("the graph's input 'x' holds string, which no session here takes", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_OfASequence_IsRefusedByItsOutput()
    {
        OnnxMessage sequence = new OnnxMessage().Text(1, "y").Message(2, new OnnxMessage().Message(4, new OnnxMessage().Message(1, new OnnxMessage().Message(1, new OnnxMessage().Integer(1, 1)))));
        byte[] model = new MadeModel().Input("x", TensorElementType.Float, 1).Value(12, sequence).Node("SequenceConstruct", ["x"], ["y"]).ToArray();
        using ModelFolder folder = new(model);
        Assert.Equal(ModelRefusal.ElementUnsupported, folder.Refuse(out string problem));
        Assert.Contains("the graph's output 'y' is no tensor but a sequence: export the graph with tensors alone", problem, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Absurd => new()
    {
        { "ConstantOfShape", Shaped("ConstantOfShape", ["s"], 1L << 40), "ConstantOfShape 'y' asks for [1099511627776], more than 268435456 elements" },
        { "ConstantOfShape, overflowing", Shaped("ConstantOfShape", ["s"], 1L << 32, 1L << 32), "ConstantOfShape 'y' asks for [4294967296, 4294967296], more than 268435456 elements" },
        { "Expand", Shaped("Expand", ["x", "s"], 1L << 20, 1L << 20), "Expand 'y' asks for [1048576, 1048576], more than 268435456 elements" },
        { "Tile", Shaped("Tile", ["x", "s"], 1L << 20, 1L << 20), "Tile 'y' asks for [1048576, 1048576], more than 268435456 elements" },
        { "Pad", Shaped("Pad", ["x", "s"], 0, 1L << 62, 0, 1L << 62), "Pad 'y' asks for [0, 9223372036854775807], more than 268435456 elements" },
        { "OneHot", Shaped("OneHot", ["x", "s"], 1L << 40), "OneHot 'y' asks for [1099511627776], more than 268435456 elements" },
        {
            "RandomNormal",
            new MadeModel().Output("y", TensorElementType.Float, 1).Node("RandomNormal", [], ["y"], MadeModel.Attribute("shape", [1L << 40])).ToArray(),
            "RandomNormal 'y' asks for [1099511627776], more than 268435456 elements"
        },
        {
            "Range",
            new MadeModel().Shape("a", 0).Shape("b", 1L << 40).Shape("c", 1).Output("y", TensorElementType.Int64, 1).Node("Range", ["a", "b", "c"], ["y"]).ToArray(),
            "Range 'y' asks for 1099511627776 elements, more than 268435456"
        },
        {
            "a Constant that is a shape",
            new MadeModel().Output("y", TensorElementType.Float, 1)
                .Node("Constant", [], ["s"], MadeModel.Attribute("value_ints", [1L << 40])).Node("ConstantOfShape", ["s"], ["y"]).ToArray(),
            "ConstantOfShape 'y' asks for [1099511627776], more than 268435456 elements"
        },
        { "a constant", Constant([1L << 40], 8), "the constant 'c' has the shape [1099511627776]: more than 268435456 elements" },
        { "a constant of a negative size", Constant([-4], 8), "the constant 'c' has the shape [-4]: a size is negative" },
        { "a constant, overflowing", Constant([1L << 33, 1L << 33, 0], 8), "the constant 'c' has the shape [8589934592, 8589934592, 0]: more than 268435456 elements" },
        { "a constant that is shorter than it says", Constant([4], 8), "the constant 'c' has 8 bytes of data where its shape needs 16" },
        { "a constant of 65 axes", Constant([.. Enumerable.Repeat(1L, 65)], 4), "the constant 'c' has 65 axes, more than 64" },
        { "an input", MadeModel.OneStep("Relu", TensorElementType.Float, 1L << 20, 1L << 20), "'x' has the shape [1048576, 1048576]: more than 268435456 elements" },
    };

    [Theory]
    [MemberData(nameof(Absurd))]
    public void Model_AskingForMoreThanAnyMachineHas_IsRefusedNamingWhat(string what, byte[] model, string reason)
    {
        Assert.NotEmpty(what);
        using ModelFolder folder = new(model);
        Assert.Equal(ModelRefusal.AbsurdShape, folder.Refuse(out string problem));
        Assert.Equal($"{folder.ModelPath}: is refused: {reason}: {Again}", problem);
    }

    [Fact]
    public void Model_WithGraphsWithinGraphs_IsRefused()
    {
        OnnxMessage graph = new OnnxMessage().Text(2, "leaf");
        for (int depth = 0; depth < 20; depth++)
        {
            graph = new OnnxMessage().Text(2, "g").Message(1, MadeModel.NodeOf("If", ["x"], ["y"], MadeModel.Graph("then_branch", graph)));
        }

        using ModelFolder folder = new(new OnnxMessage().Integer(1, 8).Message(7, graph).ToArray());
        Assert.Equal(ModelRefusal.TooComplex, folder.Refuse(out string problem));
        Assert.Equal($"{folder.ModelPath}: is refused: its graphs nest deeper than 16: {Again}", problem);
    }

    [Fact]
    public void Model_OfHundredsOfThousandsOfOperations_IsRefused()
    {
        MadeModel made = new();
        for (int node = 0; node <= 200_000; node++)
        {
            made.Node("Relu", ["x"], ["y"]);
        }

        using ModelFolder folder = new(made.ToArray());
        Assert.Equal(ModelRefusal.TooComplex, folder.Refuse(out string problem));
        Assert.Equal($"{folder.ModelPath}: is refused: it has more than 200000 operations: {Again}", problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Model_ThatDoublesATensorAgainAndAgain_IsStoppedByTheArenasEnd(bool isConstant)
    {
        // 60 bytes of file for each step, and twice the memory.
        MadeModel made = isConstant
            ? new MadeModel().Constant(MadeModel.Tensor("t0", TensorElementType.Float, [1024], new byte[4096]))
            : new MadeModel().Input("t0", TensorElementType.Float, 1024);
        for (int step = 0; step < 30; step++)
        {
            made.Node("Concat", [$"t{step}", $"t{step}"], [$"t{step + 1}"], MadeModel.Attribute("axis", 0));
        }

        using ModelFolder folder = new(made.Output("y", TensorElementType.Float).Node("ReduceMax", ["t30"], ["y"], MadeModel.Attribute("keepdims", 0)).ToArray());
        Assert.Equal(ModelRefusal.RunFailed, folder.Refuse(out string problem));
        Assert.Contains("Available memory of", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorElementType.Float, 1L << 27, "the graph's inputs up to 'x2' take")]
    [InlineData(TensorElementType.UInt8, 1L << 28, "the graph's inputs and outputs up to 'y', which has the shape [268435456], take")]
    public void Model_WithTensorsThatTogetherTakeTooMuch_IsRefusedBeforeAnyIsMade(TensorElementType element, long size, string reason)
    {
        // Each of them alone would pass: three inputs of half a gigabyte, or a quarter gigabyte of bytes that widens to one of floats.
        MadeModel made = new MadeModel().Input("x", element, size).Output("y", element, size).Node("Identity", ["x"], ["y"]);
        for (int input = 1; input < 4 && element == TensorElementType.Float; input++)
        {
            made.Input($"x{input}", element, size);
        }

        using ModelFolder folder = new(made.ToArray());
        Assert.Equal(ModelRefusal.AbsurdShape, folder.Refuse(out string problem));
        Assert.StartsWith($"{folder.ModelPath}: {reason} more than the 1073741824 bytes", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_WithALoopWithoutEnd_IsRefusedWhenTheWarmUpsTimeIsOver()
    {
        OnnxMessage body = new OnnxMessage().Text(2, "body")
            .Message(11, ScalarOf("i", TensorElementType.Int64)).Message(11, ScalarOf("go", TensorElementType.Bool)).Message(11, ScalarOf("a", TensorElementType.Float))
            .Message(12, ScalarOf("still", TensorElementType.Bool)).Message(12, ScalarOf("b", TensorElementType.Float))
            .Message(1, MadeModel.NodeOf("Identity", ["go"], ["still"])).Message(1, MadeModel.NodeOf("Relu", ["a"], ["b"]));
        byte[] model = new MadeModel().Input("x", TensorElementType.Float).Output("y", TensorElementType.Float)
            .Constant(MadeModel.Tensor("times", TensorElementType.Int64, [], BitConverter.GetBytes(long.MaxValue)))
            .Constant(MadeModel.Tensor("true", TensorElementType.Bool, [], [1]))
            .Node("Loop", ["times", "true", "x"], ["y"], MadeModel.Graph("body", body)).ToArray();
        using ModelFolder folder = new(model);
        Assert.Equal(ModelRefusal.RunFailed, folder.Refuse(out string problem, new ModelOptions { WarmUpLimit = TimeSpan.FromMilliseconds(200) }));
        Assert.Equal($"{folder.ModelPath}: running it on zeros took longer than 0.2 s: use a model whose loops end, a smaller one, or a faster provider", problem);
    }

    [Fact]
    public void Model_ThatCannotRunOnZeros_IsRefusedWithOnnxRuntimesReason()
    {
        // Four elements make no three rows of three.
        byte[] model = new MadeModel().Input("x", TensorElementType.Float, -1, 4).Shape("s", 3, 3).Output("y", TensorElementType.Float, 3, 3).Node("Reshape", ["x", "s"], ["y"]).ToArray();
        using ModelFolder folder = new(model);
        Assert.Equal(ModelRefusal.RunFailed, folder.Refuse(out string problem));
        Assert.Contains("OnnxRuntime cannot run it on zeros (", problem, StringComparison.Ordinal);
    }

    private static byte[] Shaped(string name, string[] inputs, params long[] shape) =>
        new MadeModel().Input("x", TensorElementType.Float, 1, 1).Shape("s", shape).Output("y", TensorElementType.Float, 1).Node(name, inputs, ["y"]).ToArray();

    private static OnnxMessage ScalarOf(string name, TensorElementType element) => new OnnxMessage().Text(1, name)
        .Message(2, new OnnxMessage().Message(1, new OnnxMessage().Integer(1, (int)element).Message(2, new OnnxMessage())));

    private static byte[] Constant(long[] shape, int bytes) =>
        new MadeModel().Constant(MadeModel.Tensor("c", TensorElementType.Float, shape, new byte[bytes])).Output("y", TensorElementType.Float, 1).Node("Identity", ["c"], ["y"]).ToArray();
}
