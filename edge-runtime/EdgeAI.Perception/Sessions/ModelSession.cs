using System.Security.Cryptography;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Sessions.Providers;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>
/// One OnnxRuntime session over buffers that are bound once and used for ever: fill <see cref="Input{T}"/>, <see cref="Run"/>, read
/// <see cref="Output(int)"/>. On the CPU nothing is allocated per inference; for a provider with memory of its own the inputs are bound anew in
/// each run, which is what copies them there. Not thread safe; several stages may share it on one thread.
/// </summary>
public sealed class ModelSession : ITensorOutputs, IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly ProviderChain _chain;
    private readonly OrtIoBinding _binding;
    private readonly BoundTensor[] _inputs;
    private readonly TensorSpec[] _graphOutputs;
    private readonly TensorSpec[] _outputSpecs;
    private readonly BoundTensor?[] _outputs;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isBound;
    private long _runs;

    /// <summary>Binds what is known; takes over the session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="inputs">Its inputs, every size known.</param>
    /// <param name="outputs">Its outputs, -1 for a size that only a run can tell.</param>
    /// <param name="chain">Its providers.</param>
    internal ModelSession(InferenceSession session, IReadOnlyList<TensorSpec> inputs, IReadOnlyList<TensorSpec> outputs, ProviderChain chain)
    {
        _session = session;
        _chain = chain;
        _binding = session.CreateIoBinding();
        _inputs = [.. inputs.Select(static spec => new BoundTensor(spec, widens: false))];
        BindInputs();
        Inputs = [.. inputs];
        _graphOutputs = [.. outputs];
        _outputSpecs = [.. outputs];
        _outputs = new BoundTensor?[outputs.Count];
        Unbind();
    }

    /// <summary>The inputs in the graph's order, with the shapes that are bound.</summary>
    public IReadOnlyList<TensorSpec> Inputs { get; }

    /// <inheritdoc/>
    /// <remarks>An output whose shape the graph leaves open has -1 in it until the first run.</remarks>
    public IReadOnlyList<TensorSpec> OutputSpecs => _outputSpecs;

    /// <summary>The accelerator that runs most of the graph, and the CPU where none runs any of it.</summary>
    public ExecutionProvider ExecutionProvider => _chain.Main;

    /// <summary>What became of each provider that was asked for, in that order.</summary>
    public IReadOnlyList<ProviderUse> Providers => _chain.Uses;

    /// <summary>What about the providers is not as it was asked for, a line each; empty where all is.</summary>
    public IReadOnlyList<string> Warnings => _chain.Warnings;

    /// <summary>OnnxRuntime's version.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <summary>One input, row-major in its shape, to be written; it keeps its content from run to run.</summary>
    /// <param name="index">The input's place in <see cref="Inputs"/>.</param>
    /// <exception cref="ArgumentException">The input has elements of another type.</exception>
    public Span<T> Input<T>(int index)
        where T : unmanaged => _inputs[index].As<T>();

    /// <summary>One input's bytes, to be written.</summary>
    /// <param name="index">The input's place in <see cref="Inputs"/>.</param>
    public Span<byte> InputBytes(int index) => _inputs[index].Bytes;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Output(int index) => Bound(index).Floats(_runs);

    /// <summary>One output of the latest run as it is, row-major in its shape.</summary>
    /// <param name="index">The output's place in <see cref="OutputSpecs"/>.</param>
    /// <exception cref="ArgumentException">The output has elements of another type.</exception>
    public ReadOnlySpan<T> Output<T>(int index)
        where T : unmanaged => Bound(index).As<T>();

    /// <summary>One output's bytes.</summary>
    /// <param name="index">The output's place in <see cref="OutputSpecs"/>.</param>
    public ReadOnlySpan<byte> OutputBytes(int index) => Bound(index).Bytes;

    /// <summary>SHA-256 of what all inputs hold, one after the other, in the graph's order.</summary>
    /// <param name="digest">Takes 32 bytes.</param>
    public void HashInputs(Span<byte> digest)
    {
        foreach (BoundTensor input in _inputs)
        {
            _hash.AppendData(input.Bytes);
        }

        _hash.GetHashAndReset(digest);
    }

    /// <summary>Runs the graph once on its inputs. On the CPU it allocates nothing once the outputs are bound, which the first run sees to.</summary>
    /// <exception cref="InvalidOperationException">The graph cannot run on what its inputs hold.</exception>
    public void Run()
    {
        if (!TryRun(out string problem))
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>Runs the graph once on its inputs, as <see cref="Run"/>; false where it cannot.</summary>
    /// <param name="problem">What OnnxRuntime says; empty on success.</param>
    public bool TryRun(out string problem)
    {
        _runs++;
        problem = "";
        try
        {
            if (_chain.CopiesInputs)
            {
                BindInputs();
            }

            if (_isBound)
            {
                _session.RunWithBinding(_runOptions, _binding);
                return true;
            }

            return TryBind(out problem);
        }
        catch (OnnxRuntimeException error)
        {
            problem = OnnxRuntimeText.FirstLine(error);
            return false;
        }
    }

    /// <summary>Ends the run that another thread is in, at its next operation, and every later one.</summary>
    internal void Stop() => _runOptions.Terminate = true;

    /// <summary>Has the next run measure the outputs anew, for a graph whose outputs' shapes hang on its inputs' values.</summary>
    public void Unbind()
    {
        _binding.ClearBoundOutputs();
        _isBound = true;
        for (int index = 0; index < _outputs.Length; index++)
        {
            TensorSpec spec = _graphOutputs[index];
            _outputSpecs[index] = spec;
            _outputs[index]?.Dispose();
            _outputs[index] = null;
            if (spec.Shape.Count == 0 || spec.Shape.Contains(-1))
            {
                // OnnxRuntime allocates this one, once, and its shape is then ours. No sizes at all may mean a scalar or that the graph does not say.
                _binding.BindOutputToDevice(spec.Name, OrtMemoryInfo.DefaultInstance);
                _isBound = false;
            }
            else
            {
                Bind(index, spec);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        Array.ForEach(_inputs, static input => input.Dispose());
        Array.ForEach(_outputs, static output => output?.Dispose());
        _runOptions.Dispose();
        _hash.Dispose();
        _session.Dispose();
    }

    private void BindInputs()
    {
        foreach (BoundTensor input in _inputs)
        {
            _chain.BindInput(_binding, input.Spec.Name, input.Value);
        }
    }

    private BoundTensor Bound(int index) =>
        _outputs[index] ?? throw new InvalidOperationException($"'{_outputSpecs[index].Name}' has no shape yet: run the session first");

    private void Bind(int index, TensorSpec spec)
    {
        BoundTensor output = new(spec, widens: true);
        _outputs[index] = output;
        _outputSpecs[index] = spec;
        _binding.BindOutput(spec.Name, output.Value);
    }

    private long Room() => BoundTensor.MaxBytes
        - _inputs.Sum(static input => BoundTensor.RoomOf(input.Spec, widens: false))
        - _outputs.Sum(static output => output is null ? 0 : BoundTensor.RoomOf(output.Spec, widens: true));

    /// <summary>Runs with the open outputs in OnnxRuntime's memory, then binds them to ours with their content.</summary>
    private bool TryBind(out string problem)
    {
        _session.RunWithBinding(_runOptions, _binding);
        using IDisposableReadOnlyCollection<OrtValue> values = _binding.GetOutputValues();
        for (int index = 0; index < _outputs.Length; index++)
        {
            if (_outputs[index] is not null)
            {
                continue;
            }

            TensorSpec spec = _graphOutputs[index] with { Shape = [.. values[index].GetTensorTypeAndShape().Shape.Select(static size => (int)Math.Min(size, int.MaxValue))] };
            if (BoundTensor.RoomOf(spec, widens: true) > Room())
            {
                problem = $"output '{spec.Name}' has the shape [{string.Join(", ", spec.Shape)}], which makes all inputs and outputs more than {BoundTensor.MaxBytes} bytes";
                return false;
            }

            Bind(index, spec);
            values[index].GetTensorMutableRawData().CopyTo(_outputs[index]!.Bytes);
        }

        _isBound = true;
        problem = "";
        return true;
    }
}
