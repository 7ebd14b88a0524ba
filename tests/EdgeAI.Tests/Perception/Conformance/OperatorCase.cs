using System.Text;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Onnx;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Conformance;

/// <summary>One of ONNX's operator cases: a model, inputs, and the outputs that a backend should give.</summary>
/// <param name="Folder">Where it lies.</param>
internal sealed record OperatorCase(string Folder)
{
    // onnx/backend/test/runner: what its own runner allows.
    private const double Relative = 1e-3;
    private const double Absolute = 1e-7;

    private string ModelPath => Path.Combine(Folder, "model.onnx");

    /// <summary>Loads, binds, runs and compares: "ok", or what differs.</summary>
    public string Outcome()
    {
        CaseTensor?[] inputs = Files("input");
        string[] names = InputNames();
        ModelOptions options = new()
        {
            WarmUpRuns = 0,
            Shapes = names.Zip(inputs).Where(static pair => pair.Second is not null).ToDictionary(static pair => pair.First, static pair => pair.Second!.Shape),
        };
        ModelRefusal refusal = Model.OpenFile(ModelPath, options, out Model? model, out string problem);
        if (refusal != ModelRefusal.None)
        {
            return $"refused {refusal}: {problem[(ModelPath.Length + 2)..]}";
        }

        using (model)
        {
            return Run(model!.Session, inputs);
        }
    }

    private string Run(ModelSession session, CaseTensor?[] inputs)
    {
        for (int index = 0; index < session.Inputs.Count; index++)
        {
            if (index >= inputs.Length || inputs[index] is not { } input || input.Data.Length != session.InputBytes(index).Length)
            {
                return $"no input '{session.Inputs[index].Name}' of its length";
            }

            input.Data.CopyTo(session.InputBytes(index));
        }

        if (!session.TryRun(out string problem))
        {
            return $"run failed: {problem}";
        }

        CaseTensor?[] outputs = Files("output");
        for (int index = 0; index < session.OutputSpecs.Count; index++)
        {
            TensorSpec spec = session.OutputSpecs[index];
            if (index >= outputs.Length || outputs[index] is not { } expected)
            {
                return $"no output '{spec.Name}' to compare";
            }

            if (ElementType.NativeOf(spec.Element) != expected.Type || !spec.Shape.SequenceEqual(expected.Shape))
            {
                return $"output '{spec.Name}' is {ElementType.WordOf(spec.Element)} [{string.Join(", ", spec.Shape)}] instead of {expected.Type} [{string.Join(", ", expected.Shape)}]";
            }

            if (Difference(spec.Element, session.OutputBytes(index), expected.Data) is { } difference)
            {
                return $"output '{spec.Name}' {difference}";
            }
        }

        return "ok";
    }

    private static string? Difference(TensorElement element, ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        if (actual.SequenceEqual(expected))
        {
            return null;
        }

        float[] mine = new float[actual.Length / ElementType.BytesOf(element)];
        float[] theirs = new float[mine.Length];
        ElementType.Widen(element, actual, mine);
        ElementType.Widen(element, expected, theirs);
        int apart = 0;
        float furthest = 0;
        bool isReal = element is TensorElement.Float32 or TensorElement.Float64 or TensorElement.Float16;
        for (int index = 0; index < mine.Length; index++)
        {
            bool isAlike = mine[index].Equals(theirs[index]) || (isReal && Math.Abs(mine[index] - theirs[index]) <= Absolute + (Relative * Math.Abs(theirs[index])));
            apart += isAlike ? 0 : 1;
            furthest = isAlike ? furthest : Math.Max(furthest, Math.Abs(mine[index] - theirs[index]));
        }

        return apart == 0 ? null : FormattableString.Invariant($"differs in {apart} of {mine.Length} elements, by at most {furthest:g3}");
    }

    private CaseTensor?[] Files(string kind) =>
        [.. Enumerable.Range(0, 64).Select(index => Path.Combine(Folder, "test_data_set_0", $"{kind}_{index}.pb")).TakeWhile(File.Exists).Select(CaseTensor.Read)];

    // The graph's inputs that are no constants, in its order.
    private string[] InputNames()
    {
        List<string> inputs = [];
        HashSet<string> constants = [];
        ProtobufFields graph = new(ProtobufFields.Inner(File.ReadAllBytes(ModelPath), 7));
        while (graph.Next())
        {
            if (graph.Number == 11)
            {
                inputs.Add(Encoding.UTF8.GetString(ProtobufFields.Inner(graph.Bytes, 1)));
            }
            else if (graph.Number == 5)
            {
                constants.Add(Encoding.UTF8.GetString(ProtobufFields.Inner(graph.Bytes, 8)));
            }
        }

        return [.. inputs.Where(input => !constants.Contains(input))];
    }
}
