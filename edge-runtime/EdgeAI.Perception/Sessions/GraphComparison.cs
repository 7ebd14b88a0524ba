using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Sessions;

/// <summary>Says where a graph's inputs and outputs differ from its card.</summary>
internal static class GraphComparison
{
    /// <summary>One phrase for the first difference; empty where there is none.</summary>
    public static string DifferenceOf(IReadOnlyList<TensorSpec> inputs, IReadOnlyList<TensorSpec> outputs, ModelCard card)
    {
        if (card.Input is { } input)
        {
            if (inputs.Count != 1)
            {
                return $"the graph has {inputs.Count} inputs where the card has one";
            }

            string difference = DifferenceOf(inputs, "input", input.Name, input.Shape, input.Type);
            if (difference.Length > 0)
            {
                return difference;
            }
        }

        IEnumerable<string> differences = card.Outputs.Select(output => DifferenceOf(outputs, "output", output.Name, output.Shape, ElementType.WordOf(TensorElement.Float32)))
            .Concat(card.Shapes.Keys.Select(name => Named([.. inputs, .. outputs], "input or output", name)));
        return differences.FirstOrDefault(static difference => difference.Length > 0) ?? "";
    }

    private static string DifferenceOf(IReadOnlyList<TensorSpec> graph, string kind, string name, int[] shape, string element)
    {
        if (graph.FirstOrDefault(candidate => candidate.Name == name) is not { } spec)
        {
            return Named(graph, kind, name);
        }

        if (ElementType.WordOf(spec.Element) != element)
        {
            return $"the graph's {kind} \"{name}\" is no {element} tensor";
        }

        // A size that the graph leaves open is bound as the card says.
        bool isAlike = spec.Shape.Count == shape.Length && spec.Shape.Zip(shape).All(static pair => pair.First == pair.Second || pair.First == -1);
        return isAlike ? "" : $"the graph's {kind} \"{name}\" has shape [{string.Join(", ", spec.Shape)}] where the card says [{string.Join(", ", shape)}]";
    }

    private static string Named(IReadOnlyList<TensorSpec> graph, string kind, string name) => graph.Any(candidate => candidate.Name == name)
        ? ""
        : $"the graph has no {kind} \"{name}\" (it has {string.Join(", ", graph.Select(static spec => spec.Name).Order(StringComparer.Ordinal))})";
}
