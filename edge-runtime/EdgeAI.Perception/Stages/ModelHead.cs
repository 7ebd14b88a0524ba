using EdgeAI.Device.Messages;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sanity;
using EdgeAI.Perception.Sessions;
using EdgeAI.Perception.Store;

namespace EdgeAI.Perception.Stages;

/// <summary>One head of a model as a stage uses it: run on what stands in the input, then fill the message.</summary>
internal sealed class ModelHead
{
    private const float FullScale = ushort.MaxValue;

    private readonly ModelSlot _slot;
    private readonly int _output;
    private Model _model;

    /// <summary>Takes the head with a name.</summary>
    /// <exception cref="ArgumentException">The model has no such head, or takes another shape.</exception>
    public ModelHead(Model model, string output, params ReadOnlySpan<int> shape)
        : this(new ModelSlot(model), output, shape)
    {
    }

    /// <summary>Takes the head with a name of whatever model stands in a slot.</summary>
    /// <exception cref="ArgumentException">The model has no such head, or takes another shape.</exception>
    public ModelHead(ModelSlot slot, string output, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(slot);
        _slot = slot;
        Model model = slot.Current;
        _model = model;
        ModelOutput? head = Array.Find(model.Card.Outputs, candidate => candidate.Name == output);
        if (head is null)
        {
            string names = string.Join(", ", model.Card.Outputs.Select(static candidate => candidate.Name));
            throw new ArgumentException($"model {model.Card.Name} has no output \"{output}\": use one of {names}", nameof(output));
        }

        IReadOnlyList<TensorSpec> inputs = model.Session.Inputs;
        if (inputs.Count != 1 || inputs[0].Element != TensorElement.Float32 || !shape.SequenceEqual([.. inputs[0].Shape]))
        {
            string taken = string.Join(" and ", inputs.Select(static input => $"[{string.Join(", ", input.Shape)}]"));
            throw new ArgumentException(
                $"model {model.Card.Name} takes {taken}, the stage gives [{string.Join(", ", shape.ToArray())}]: use another model", nameof(slot));
        }

        _output = model.Session.OutputSpecs.TakeWhile(spec => spec.Name != output).Count();
        Labels = head.Labels;
    }

    /// <summary>What each class is called.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>What the input of the model that was last taken looked like in training; null where it does not say.</summary>
    public InputStatistics? Statistics => _model.Statistics;

    /// <summary>Begins an inference: takes the model that stands in the slot and gives its input tensor, to be filled before <see cref="TryDecide"/>.</summary>
    public Span<float> Begin()
    {
        _model = _slot.Take();
        return _model.Session.Input<float>(0);
    }

    /// <summary>Runs the model and fills everything but stamp and age; false where it cannot run or an answer is no number.</summary>
    public bool TryDecide(Classification decision)
    {
        IInferenceTap? tap = _slot.Tap;
        tap?.Begin();
        bool decided = _model.Session.TryRun(out _) && TryRead(decision);
        tap?.End(_model, failed: !decided);
        return decided;
    }

    private bool TryRead(Classification decision)
    {
        ModelSession session = _model.Session;
        ReadOnlySpan<float> probabilities = session.Output(_output);
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
        decision.Provider = session.ExecutionProvider;
        _model.Digest.CopyTo(decision.ModelDigest);
        session.HashInputs(decision.InputDigest);
        return true;
    }
}
