using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;
using EdgeAI.Tests.Perception.Models;
using EdgeAI.Tests.Perception.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Sessions;

public sealed class SessionTensorTests
{
    [Theory]
    [InlineData(TensorElementType.Float, TensorElement.Float32)]
    [InlineData(TensorElementType.Float16, TensorElement.Float16)]
    [InlineData(TensorElementType.Int8, TensorElement.Int8)]
    [InlineData(TensorElementType.UInt8, TensorElement.UInt8)]
    [InlineData(TensorElementType.Int32, TensorElement.Int32)]
    [InlineData(TensorElementType.Int64, TensorElement.Int64)]
    [InlineData(TensorElementType.Bool, TensorElement.Boolean)]
    [InlineData(TensorElementType.Double, TensorElement.Float64)]
    [InlineData(TensorElementType.Int16, TensorElement.Int16)]
    [InlineData(TensorElementType.UInt16, TensorElement.UInt16)]
    [InlineData(TensorElementType.UInt32, TensorElement.UInt32)]
    [InlineData(TensorElementType.UInt64, TensorElement.UInt64)]
    public void Session_OfEachElement_GivesBackWhatWentInAndAllocatesNothing(TensorElementType native, TensorElement element)
    {
        using ModelFolder folder = new(MadeModel.OneStep("Identity", native, 1, 3));
        using Model model = folder.Open();
        ModelSession session = model.Session;
        Assert.Equal(element, Assert.Single(session.Inputs).Element);
        Assert.Equal(element, Assert.Single(session.OutputSpecs).Element);
        Write(session, element, [1, 0, 1]);
        session.Run();
        Assert.Equal(session.InputBytes(0).ToArray(), session.OutputBytes(0).ToArray());
        Assert.Equal([1, 0, 1], session.Output(0).ToArray());
        Assert.Equal(0, Allocation.Of(() =>
        {
            session.InputBytes(0)[0] ^= 1;
            session.Run();
            Assert.True(session.Output(0).Length == 3);
        }));
    }

    [Fact]
    public void Session_OfHalves_WidensEachRunAnew()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Neg", TensorElementType.Float16, 1, 3));
        using Model model = folder.Open();
        for (int run = 1; run < 4; run++)
        {
            model.Session.Input<Half>(0).Fill((Half)run);
            model.Session.Run();
            Assert.Equal([-run, -run, -run], model.Session.Output(0).ToArray());
            Assert.Equal((Half)(-run), model.Session.Output<Half>(0)[2]);
        }
    }

    [Fact]
    public void Session_AskedForAnotherElement_NamesBoth()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Neg", TensorElementType.Int8, 1, 3));
        using Model model = folder.Open();
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Session.Input<float>(0).Length);
        Assert.Equal("'x' holds int8, which is no Single", error.Message);
    }

    [Fact]
    public void Session_OfSeveralInputsAndOutputs_KeepsTheGraphsOrder()
    {
        byte[] bytes = new MadeModel()
            .Input("a", TensorElementType.Float, 2).Input("b", TensorElementType.Int64, 2)
            .Output("as_int", TensorElementType.Int64, 2).Output("sum", TensorElementType.Int64, 2)
            .Node("Cast", ["a"], ["as_int"], MadeModel.Attribute("to", (long)TensorElementType.Int64))
            .Node("Add", ["as_int", "b"], ["sum"])
            .ToArray();
        using ModelFolder folder = new(bytes);
        using Model model = folder.Open();
        ModelSession session = model.Session;
        Assert.Equal(["a", "b"], session.Inputs.Select(static spec => spec.Name));
        Assert.Equal(["as_int", "sum"], session.OutputSpecs.Select(static spec => spec.Name));
        session.Input<float>(0).Fill(2.9f);
        session.Input<long>(1).Fill(40);
        session.Run();
        Assert.Equal([2, 2], session.Output<long>(0).ToArray());
        Assert.Equal([42, 42], session.Output(1).ToArray());

        byte[] digest = new byte[32];
        session.HashInputs(digest);
        byte[] both = [.. MemoryMarshal.AsBytes(new float[] { 2.9f, 2.9f }.AsSpan()), .. MemoryMarshal.AsBytes(new long[] { 40, 40 }.AsSpan())];
        Assert.Equal(SHA256.HashData(both), digest);
        Assert.Equal(0, Allocation.Of(() => session.HashInputs(digest)));
    }

    [Fact]
    public void Session_WithSizesThatTheCardFills_BindsThem()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, -1, -1, 4), "\"shapes\": { \"x\": [1, 3, -1] }");
        using Model model = folder.Open();
        Assert.Equal([1, 3, 4], model.Session.Inputs[0].Shape);
        Assert.Equal([1, 3, 4], model.Session.OutputSpecs[0].Shape);
        Assert.Equal(12, model.Session.Output(0).Length);
        Assert.Equal(0, Allocation.Of(model.Session.Run));
    }

    [Fact]
    public void Session_WithSizesThatTheCallerFills_PrefersThemToTheCards()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, -1, 4), "\"shapes\": { \"x\": [2, 4] }");
        using Model model = folder.Open(new ModelOptions { Shapes = new Dictionary<string, int[]> { ["x"] = [5, 4] } });
        Assert.Equal([5, 4], model.Session.Inputs[0].Shape);
    }

    [Fact]
    public void Session_WithAnOpenBatch_TakesOne()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, -1, 4));
        using Model model = folder.Open();
        Assert.Equal([1, 4], model.Session.Inputs[0].Shape);
    }

    [Fact]
    public void Session_WithASizeThatNobodyStates_IsRefusedWithTheLineForTheCard()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, -1, -1));
        Assert.Equal(ModelRefusal.ShapeOpen, folder.Refuse(out string problem));
        Assert.Equal(
            $"{folder.ModelPath}: the graph's input 'x' has the shape [-1, -1], in which -1 is open: say it in the card, \"shapes\": {{ \"x\": [1, -1] }}",
            problem);
    }

    [Fact]
    public void Session_WithAShapeThatTheGraphContradicts_IsRefusedNamingBoth()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, -1, 4), "\"shapes\": { \"x\": [1, 5] }");
        Assert.Equal(ModelRefusal.ShapeDiffers, folder.Refuse(out string problem));
        Assert.Equal(
            $"{folder.ModelPath}: the graph's input 'x' has the shape [-1, 4], where [1, 5] is wanted: mend the card or use the model that it was written for",
            problem);
    }

    [Fact]
    public void Session_WithAShapeForNoTensor_IsRefusedNamingTheGraphs()
    {
        using ModelFolder folder = new(MadeModel.OneStep("Relu", TensorElementType.Float, 1, 4), "\"shapes\": { \"images\": [1, 4] }");
        Assert.Equal(ModelRefusal.ShapeDiffers, folder.Refuse(out string problem));
        Assert.Contains("the graph has no input or output \"images\" (it has x, y)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_WhoseOutputHangsOnValues_IsMeasuredAndCanBeMeasuredAnew()
    {
        // NonZero answers with as many columns as there are numbers other than 0.
        byte[] bytes = new MadeModel().Input("x", TensorElementType.Float, 4).Output("y", TensorElementType.Int64, -1, -1).Node("NonZero", ["x"], ["y"]).ToArray();
        using ModelFolder folder = new(bytes);
        using Model model = folder.Open(new ModelOptions { WarmUpRuns = 0 });
        ModelSession session = model.Session;
        Assert.Equal([1, -1], session.OutputSpecs[0].Shape);
        Assert.Equal("'y' has no shape yet: run the session first", Assert.Throws<InvalidOperationException>(() => session.Output(0).Length).Message);
        new float[] { 1, 0, 1, 0 }.CopyTo(session.Input<float>(0));
        session.Run();
        Assert.Equal([1, 2], session.OutputSpecs[0].Shape);
        Assert.Equal([0, 2], session.Output(0).ToArray());
        session.Input<float>(0)[1] = 1;
        Assert.False(session.TryRun(out string problem));
        Assert.NotEmpty(problem);
        session.Unbind();
        session.Run();
        Assert.Equal([0, 1, 2], session.Output(0).ToArray());
        Assert.Equal(0, Allocation.Of(session.Run));
    }

    private static void Write(ModelSession session, TensorElement element, byte[] values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            switch (element)
            {
                case TensorElement.Float32:
                    session.Input<float>(0)[index] = values[index];
                    break;
                case TensorElement.Float16:
                    session.Input<Half>(0)[index] = values[index];
                    break;
                case TensorElement.Float64:
                    session.Input<double>(0)[index] = values[index];
                    break;
                default:
                    // Integers of any width, little-endian.
                    session.InputBytes(0)[index * session.InputBytes(0).Length / values.Length] = values[index];
                    break;
            }
        }
    }
}
