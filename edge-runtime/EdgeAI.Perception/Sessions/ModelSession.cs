using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>
/// One OnnxRuntime session over buffers that are bound once and used for ever: fill <see cref="Input"/>, <see cref="Run"/>,
/// read <see cref="Output"/>. Nothing is allocated per inference. Not thread safe; several stages may share it on one thread.
/// </summary>
public sealed class ModelSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly float[] _input;
    private readonly float[][] _outputs;

    private ModelSession(InferenceSession session, ModelCard card)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        _input = Bind(card.Input.Shape, card.Input.Name, isInput: true);
        _outputs = [.. card.Outputs.Select(output => Bind(output.Shape, output.Name, isInput: false))];
    }

    /// <summary>The input tensor, row-major in the card's shape. Keeps its content from run to run.</summary>
    public Span<float> Input => _input;

    /// <summary>What the graph runs on.</summary>
    public ExecutionProvider ExecutionProvider { get; } = ExecutionProvider.Cpu;

    /// <summary>One head's answer to the latest <see cref="Run"/>, row-major in the card's shape.</summary>
    /// <param name="index">The head's place in the card's outputs.</param>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    /// <summary>Runs the graph once on <see cref="Input"/>. Allocates nothing.</summary>
    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(static value => value.Dispose());
        _runOptions.Dispose();
        _session.Dispose();
    }

    /// <summary>Checks that the options are within their ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal static void Check(ModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InRange(options.IntraOpThreads, 1, 64, nameof(ModelOptions.IntraOpThreads));
        InRange(options.WarmUpRuns, 1, 1000, nameof(ModelOptions.WarmUpRuns));
        InRange(options.MaxFileBytes, 1, Array.MaxLength, nameof(ModelOptions.MaxFileBytes));
    }

    /// <summary>Loads and warms up a graph; null, with the difference, where it is not the graph that the card describes.</summary>
    /// <exception cref="OnnxRuntimeException">The bytes are no model, or it cannot run.</exception>
    internal static ModelSession? TryStart(byte[] content, ModelCard card, ModelOptions options, out string difference)
    {
        InferenceTelemetry.SwitchOff();
        using SessionOptions sessionOptions = new()
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        InferenceSession session = new(content, sessionOptions);
        difference = GraphComparison.DifferenceOf(session, card);
        if (difference.Length != 0)
        {
            session.Dispose();
            return null;
        }

        ModelSession started = new(session, card);
        try
        {
            for (int run = 0; run < options.WarmUpRuns; run++)
            {
                started.Run();
            }
        }
        catch (OnnxRuntimeException)
        {
            started.Dispose();
            throw;
        }

        return started;
    }

    private static void InRange(long value, long low, long high, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, low, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, high, name);
    }

    private float[] Bind(int[] shape, string name, bool isInput)
    {
        // Pinned for life: OnnxRuntime keeps the address.
        float[] buffer = GC.AllocateArray<float>(shape.Aggregate(1, static (product, size) => product * size), pinned: true);
        OrtValue value = OrtValue.CreateTensorValueFromMemory(buffer, Array.ConvertAll(shape, static size => (long)size));
        _values.Add(value);
        if (isInput)
        {
            _binding.BindInput(name, value);
        }
        else
        {
            _binding.BindOutput(name, value);
        }

        return buffer;
    }
}
