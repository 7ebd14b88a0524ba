using EdgeAI.Device.Messages;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>
/// OnnxRuntime itself. Which operation ran where is read from its own profile of one run (its documented "provider" of each event of category
/// "Node"): what was planned for a provider and what ran there is the same question only in the absence of faults.
/// </summary>
internal sealed class OnnxRuntimeProviders : IProviderBackend
{
    private OnnxRuntimeProviders()
    {
    }

    /// <summary>The only one.</summary>
    public static OnnxRuntimeProviders Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Available() => OrtEnv.Instance().GetAvailableProviders();

    /// <inheritdoc/>
    public void Append(SessionOptions session, ExecutionProvider provider, IReadOnlyDictionary<string, string> options)
    {
        Dictionary<string, string> native = new(options);
        switch (provider)
        {
            case ExecutionProvider.TensorRt:
                using (OrtTensorRTProviderOptions tensorRt = new())
                {
                    tensorRt.UpdateOptions(native);
                    session.AppendExecutionProvider_Tensorrt(tensorRt);
                }

                break;
            case ExecutionProvider.Cuda:
                using (OrtCUDAProviderOptions cuda = new())
                {
                    cuda.UpdateOptions(native);
                    session.AppendExecutionProvider_CUDA(cuda);
                }

                break;
            default:
                session.AppendExecutionProvider(ProviderFacts.GenericOf(provider), native);
                break;
        }
    }

    /// <inheritdoc/>
    public void BindInput(OrtIoBinding binding, string name, OrtValue value) => binding.BindInput(name, value);

    /// <inheritdoc/>
    public void Watch(SessionOptions session, string path)
    {
        session.ProfileOutputPathPrefix = path;
        session.EnableProfiling = true;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> Placements(InferenceSession session)
    {
        using FileStream file = File.OpenRead(session.EndProfiling());
        return NodePlacements.Read(file);
    }
}
