using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Store;

/// <summary>Sees the inferences of a stage, on its graph thread; allocates nothing and never waits.</summary>
public interface IInferenceTap
{
    /// <summary>The inputs are filled, the model is about to run.</summary>
    void Begin();

    /// <summary>The model has run.</summary>
    /// <param name="model">The model, with its inputs and its answer.</param>
    /// <param name="failed">Whether it could not run, or answered with what is no number.</param>
    void End(Model model, bool failed);
}
