using EdgeAI.Device.Messages;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>What is asked of OnnxRuntime about execution providers: a seam, since the machine of a test has none but the CPU.</summary>
internal interface IProviderBackend
{
    /// <summary>The providers that OnnxRuntime was built with, by its own names.</summary>
    IReadOnlyList<string> Available();

    /// <summary>Appends a provider to a session's options; throws as OnnxRuntime does where it cannot start.</summary>
    void Append(SessionOptions session, ExecutionProvider provider, IReadOnlyDictionary<string, string> options);

    /// <summary>Binds an input; where the provider has memory of its own, OnnxRuntime copies what the tensor holds now.</summary>
    void BindInput(OrtIoBinding binding, string name, OrtValue value);

    /// <summary>Has a session be watched from its first run on.</summary>
    /// <param name="session">The session's options.</param>
    /// <param name="path">How the files begin that the watch may write.</param>
    void Watch(SessionOptions session, string path);

    /// <summary>Operations that each provider, by OnnxRuntime's name, has run since the session began; ends the watch.</summary>
    IReadOnlyDictionary<string, int> Placements(InferenceSession session);
}
