using EdgeAI.Perception.Models;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Benchmarks.Inference;

/// <summary>The way of OnnxRuntime's own introduction: a NamedOnnxValue in, Run, results read and disposed.</summary>
internal sealed class NamedWay : IInferenceWay, IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly InferenceSession _session;
    private readonly string _inputName;
    private readonly int[] _shape;
    private readonly float[][] _inputs;

    public NamedWay(string folder, ModelCard card)
    {
        _session = new InferenceSession(Path.Combine(folder, card.File), _options);
        _inputName = card.Input!.Name;
        _shape = card.Input!.Shape;
        int length = _shape.Aggregate(1, static (product, size) => product * size);
        _inputs = [.. InferenceInputs.Make(length).Select(static row => Array.ConvertAll(row, static value => (float)value))];
    }

    public string Name => "usual way, Run with NamedOnnxValue";

    public void Infer(int number)
    {
        DenseTensor<float> tensor = new(_inputs[number % InferenceInputs.Count], _shape);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run([NamedOnnxValue.CreateFromTensor(_inputName, tensor)]);
        GC.KeepAlive(results[0].AsTensor<float>());
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
