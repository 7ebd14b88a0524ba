using EdgeAI.Perception.Models;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Benchmarks.Inference;

/// <summary>OnnxRuntime's own session over buffers bound once: copy the input in, run. The floor.</summary>
internal sealed class BoundWay : IInferenceWay, IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly List<OrtValue> _values = [];
    private readonly float[] _input;
    private readonly float[][] _inputs;

    public BoundWay(string folder, ModelCard card)
    {
        _session = new InferenceSession(Path.Combine(folder, card.File), _options);
        _binding = _session.CreateIoBinding();
        _input = Bind(card.Input!.Shape, value => _binding.BindInput(card.Input!.Name, value));
        foreach (ModelOutput output in card.Outputs)
        {
            Bind(output.Shape, value => _binding.BindOutput(output.Name, value));
        }

        _inputs = [.. InferenceInputs.Make(_input.Length).Select(static row => Array.ConvertAll(row, static value => (float)value))];
    }

    public string Name => "bare session, RunWithBinding";

    public void Infer(int number)
    {
        _inputs[number % InferenceInputs.Count].CopyTo(_input, 0);
        _session.RunWithBinding(_runOptions, _binding);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(static value => value.Dispose());
        _runOptions.Dispose();
        _session.Dispose();
        _options.Dispose();
    }

    private float[] Bind(int[] shape, Action<OrtValue> bind)
    {
        float[] buffer = GC.AllocateArray<float>(shape.Aggregate(1, static (product, size) => product * size), pinned: true);
        OrtValue value = OrtValue.CreateTensorValueFromMemory(buffer, Array.ConvertAll(shape, static size => (long)size));
        _values.Add(value);
        bind(value);
        return buffer;
    }
}
