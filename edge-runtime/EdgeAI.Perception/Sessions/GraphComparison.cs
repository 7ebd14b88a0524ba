using EdgeAI.Perception.Models;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>Says where a graph's inputs and outputs differ from its card.</summary>
internal static class GraphComparison
{
    /// <summary>One phrase for the first difference; empty where there is none.</summary>
    public static string DifferenceOf(InferenceSession session, ModelCard card)
    {
        if (session.InputMetadata.Count != 1)
        {
            return $"the graph has {session.InputMetadata.Count} inputs where the card has one";
        }

        string difference = DifferenceOf(session.InputMetadata, "input", card.Input.Name, card.Input.Shape);
        foreach (ModelOutput output in card.Outputs)
        {
            if (difference.Length == 0)
            {
                difference = DifferenceOf(session.OutputMetadata, "output", output.Name, output.Shape);
            }
        }

        return difference;
    }

    private static string DifferenceOf(IReadOnlyDictionary<string, NodeMetadata> graph, string kind, string name, int[] shape)
    {
        if (!graph.TryGetValue(name, out NodeMetadata? node))
        {
            return $"the graph has no {kind} \"{name}\" (it has {string.Join(", ", graph.Keys.Order(StringComparer.Ordinal))})";
        }

        if (!node.IsTensor || node.ElementType != typeof(float))
        {
            return $"the graph's {kind} \"{name}\" is no float32 tensor";
        }

        return node.Dimensions.SequenceEqual(shape)
            ? ""
            : $"the graph's {kind} \"{name}\" has shape [{string.Join(", ", node.Dimensions)}] where the card says [{string.Join(", ", shape)}]";
    }
}
