using System.Runtime.InteropServices;
using EdgeAI.Perception.Models;
using EdgeAI.Tests.Perception.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Store;

/// <summary>Small grasp models that a test makes: a weighted sum of 72 taxels and a softmax over slip and stable.</summary>
internal static class GraspModel
{
    /// <summary>Writes a model's folder.</summary>
    /// <param name="folder">The folder, which is made.</param>
    /// <param name="weight">Of each taxel, to the class stable.</param>
    /// <param name="bias">Of the class stable; models of another bias are other bytes.</param>
    /// <param name="labels">What the classes are called.</param>
    public static string Write(string folder, float weight, float bias, string labels = "\"slip\", \"stable\"")
    {
        float[] weights = new float[144];
        for (int taxel = 0; taxel < 72; taxel++)
        {
            weights[(2 * taxel) + 1] = weight * (taxel % 2 == 0 ? 1 : -1);
        }

        float[] biases = [0, bias];
        byte[] model = new MadeModel()
            .Input("taxels", TensorElementType.Float, 1, 72)
            .Output("probabilities", TensorElementType.Float, 1, 2)
            .Constant(MadeModel.Tensor("w", TensorElementType.Float, [72, 2], MemoryMarshal.AsBytes(weights.AsSpan())))
            .Constant(MadeModel.Tensor("b", TensorElementType.Float, [2], MemoryMarshal.AsBytes(biases.AsSpan())))
            .Node("MatMul", ["taxels", "w"], ["sums"])
            .Node("Add", ["sums", "b"], ["shifted"])
            .Node("Softmax", ["shifted"], ["probabilities"])
            .ToArray();
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model);
        File.WriteAllText(
            Path.Combine(folder, ModelCard.FileName),
            $$"""{ "format": "edgeai-model-card/2", "name": "grasp", "file": "model.onnx", "outputs": [{ "name": "probabilities", "shape": [1, 2], "labels": [{{labels}}] }] }""");
        return folder;
    }

    public static Model Open(string folder)
    {
        Assert.True(Model.TryOpen(folder, new ModelOptions(), out Model? model, out string problem), problem);
        return model!;
    }
}
