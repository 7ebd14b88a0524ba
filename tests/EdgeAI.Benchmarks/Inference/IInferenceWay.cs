namespace EdgeAI.Benchmarks.Inference;

/// <summary>One way of getting an answer from a model.</summary>
internal interface IInferenceWay
{
    /// <summary>What the table calls it.</summary>
    string Name { get; }

    /// <summary>Makes one inference on the input of a number.</summary>
    void Infer(int number);
}
