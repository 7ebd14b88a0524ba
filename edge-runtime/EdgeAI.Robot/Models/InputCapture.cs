using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;
using EdgeAI.Perception.Store;

namespace EdgeAI.Robot.Models;

/// <summary>Keeps what a model is asked while a recording is played.</summary>
/// <param name="inputs">Where it is kept.</param>
/// <param name="knownOf">Says which class an input is, by the recording's own labels.</param>
internal sealed class InputCapture(InputSet inputs, Func<Model, KnownClass> knownOf) : IInferenceTap
{
    private byte[] _bytes = [];

    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void End(Model model, bool failed)
    {
        ModelSession session = model.Session;
        int length = 0;
        for (int index = 0; index < session.Inputs.Count; index++)
        {
            length += session.InputBytes(index).Length;
        }

        if (_bytes.Length != length)
        {
            _bytes = new byte[length];
        }

        int start = 0;
        for (int index = 0; index < session.Inputs.Count; index++)
        {
            session.InputBytes(index).CopyTo(_bytes.AsSpan(start));
            start += session.InputBytes(index).Length;
        }

        inputs.Add(_bytes, knownOf(model));
    }
}
