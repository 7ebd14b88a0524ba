using System.Globalization;

namespace EdgeAI.Perception.Heads;

/// <summary>Which of a graph's outputs are YuNet's: cls, obj, bbox and kps for each stride, by the names that every export has.</summary>
internal static class YuNetShape
{
    /// <summary>The row of class outputs.</summary>
    public const int Class = 0;

    /// <summary>The row of objectness outputs.</summary>
    public const int Objectness = 1;

    /// <summary>The row of box outputs.</summary>
    public const int Box = 2;

    /// <summary>The row of landmark outputs.</summary>
    public const int Landmarks = 3;

    private static readonly (string Name, int Numbers)[] Kinds = [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)];

    /// <summary>The output's place for each kind and stride; null where one is missing or has another shape.</summary>
    public static int[,]? OutputsOf(GraphShape graph, IReadOnlyList<int> strides)
    {
        int[,] places = new int[Kinds.Length, strides.Count];
        GridLevel[] levels = GridLevel.Of(strides, graph.Width, graph.Height);
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            for (int index = 0; index < levels.Length; index++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{Kinds[kind].Name}_{strides[index]}");
                int place = Enumerable.Range(0, graph.Outputs.Count).FirstOrDefault(output => graph.Outputs[output].Name == name, -1);
                if (place < 0 || graph.Outputs[place].Shape is not [1, var cells, var numbers] || cells != levels[index].Cells || numbers != Kinds[kind].Numbers)
                {
                    return null;
                }

                places[kind, index] = place;
            }
        }

        return places;
    }
}
