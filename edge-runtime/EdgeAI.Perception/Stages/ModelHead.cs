using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Stages;

/// <summary>One head of a model as a stage uses it: run on what stands in the input, then fill the message.</summary>
internal sealed class ModelHead
{
    private const float FullScale = ushort.MaxValue;

    private readonly Model _model;
    private readonly ModelSession _session;
    private readonly int _output;

    /// <summary>Takes the head with a name.</summary>
    /// <exception cref="ArgumentException">The model has no such head, or takes another shape.</exception>
    public ModelHead(Model model, string output, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _session = model.Session;
        _output = Array.FindIndex(model.Card.Outputs, candidate => candidate.Name == output);
        if (_output < 0)
        {
            string names = string.Join(", ", model.Card.Outputs.Select(static candidate => candidate.Name));
            throw new ArgumentException($"model {model.Card.Name} has no output \"{output}\": use one of {names}", nameof(output));
        }

        if (!shape.SequenceEqual(model.Card.Input.Shape))
        {
            throw new ArgumentException(
                $"model {model.Card.Name} takes [{string.Join(", ", model.Card.Input.Shape)}], the stage gives [{string.Join(", ", shape.ToArray())}]: use another model", nameof(model));
        }

        Labels = model.Card.Outputs[_output].Labels;
    }

    /// <summary>What each class is called.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The input tensor to fill before <see cref="TryDecide"/>.</summary>
    public Span<float> Input => _session.Input;

    /// <summary>Runs the model and fills everything but stamp and age; false where an answer is no number.</summary>
    public bool TryDecide(Classification decision)
    {
        _session.Run();
        ReadOnlySpan<float> probabilities = _session.Output(_output);
        int best = 0;
        for (int index = 0; index < probabilities.Length; index++)
        {
            if (!float.IsFinite(probabilities[index]))
            {
                return false;
            }

            best = probabilities[index] > probabilities[best] ? index : best;
            decision.Probabilities[index] = (ushort)MathF.Round(Math.Clamp(probabilities[index], 0, 1) * FullScale);
        }

        decision.ClassCount = probabilities.Length;
        decision.ClassIndex = best;
        decision.Provider = _session.ExecutionProvider;
        _model.Digest.CopyTo(decision.ModelDigest);
        SHA256.HashData(MemoryMarshal.AsBytes(_session.Input), decision.InputDigest);
        return true;
    }
}
