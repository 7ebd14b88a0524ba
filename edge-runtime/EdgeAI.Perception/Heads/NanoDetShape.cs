using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// How NanoDet's outputs are laid out. NanoDet-Plus (nanodet_plus_head.py, _forward_onnx) has one output with a row for each cell: classes, then four
/// distributions. The first NanoDet (nanodet_head.py, forward_single) has two outputs for each grid. Strides 8, 16, 32 and, for Plus, 64.
/// </summary>
/// <param name="Classes">How many classes.</param>
/// <param name="Bins">Numbers in one distribution.</param>
/// <param name="HasOneOutput">Whether it is the form of NanoDet-Plus, whose cells are told by their corner instead of their middle.</param>
/// <param name="Levels">The grids.</param>
/// <param name="Parts">Where each grid's numbers lie.</param>
internal sealed record NanoDetShape(int Classes, int Bins, bool HasOneOutput, GridLevel[] Levels, NanoDetPart[] Parts)
{
    private const int Sides = 4;

    /// <summary>Upstream's reg_max of 7 in every published configuration: eight numbers for each side.</summary>
    private const int UsualBins = 8;

    private static readonly int[] PlusStrides = [8, 16, 32, 64];
    private static readonly int[] FirstStrides = [8, 16, 32];

    /// <summary>The layout of a graph's outputs, or null where it is none of NanoDet's.</summary>
    public static NanoDetShape? Of(GraphShape graph, HeadOptions options)
    {
        if (!graph.IsImage)
        {
            return null;
        }

        return graph.Outputs.Count == 1
            ? OfOne(graph, options, options.Strides ?? PlusStrides)
            : OfPairs(graph, options, options.Strides ?? FirstStrides);
    }

    private static NanoDetShape? OfOne(GraphShape graph, HeadOptions options, IReadOnlyList<int> strides)
    {
        if (graph.Outputs[0].Shape is not [1, var cells, var row] || cells != GridLevel.CellsOf(strides, graph.Width, graph.Height))
        {
            return null;
        }

        int classes = options.ClassCount > 0 ? options.ClassCount : row - (Sides * UsualBins);
        int bins = (row - classes) / Sides;
        GridLevel[] levels = GridLevel.Of(strides, graph.Width, graph.Height);
        return classes < 1 || bins < 2 || classes + (Sides * bins) != row
            ? null
            : new NanoDetShape(classes, bins, true, levels, Array.ConvertAll(levels, level => new NanoDetPart(0, level.Start * row, row, 0, (level.Start * row) + classes, row)));
    }

    private static NanoDetShape? OfPairs(GraphShape graph, HeadOptions options, IReadOnlyList<int> strides)
    {
        GridLevel[] levels = GridLevel.Of(strides, graph.Width, graph.Height);
        NanoDetPart[] parts = new NanoDetPart[levels.Length];
        (int Classes, int Sides) rows = (0, 0);
        if (graph.Outputs.Count != 2 * levels.Length)
        {
            return null;
        }

        for (int index = 0; index < levels.Length; index++)
        {
            int[] own = [.. Enumerable.Range(0, graph.Outputs.Count).Where(output => graph.Outputs[output].Shape is [1, var cells, > 0] && cells == levels[index].Cells)];
            if (own.Length != 2)
            {
                return null;
            }

            // Exported under names with "dis" or "reg" for the distributions; without such names the classes come first.
            (int classOutput, int sideOutput) = IsOfSides(graph.Outputs[own[0]]) ? (own[1], own[0]) : (own[0], own[1]);
            (int Classes, int Sides) row = (graph.Outputs[classOutput].Shape[2], graph.Outputs[sideOutput].Shape[2]);
            if (index > 0 && row != rows)
            {
                return null;
            }

            rows = row;
            parts[index] = new NanoDetPart(classOutput, 0, row.Classes, sideOutput, 0, row.Sides);
        }

        bool isSound = rows.Sides % Sides == 0 && rows.Sides >= 2 * Sides && (options.ClassCount == 0 || options.ClassCount == rows.Classes);
        return isSound ? new NanoDetShape(rows.Classes, rows.Sides / Sides, false, levels, parts) : null;
    }

    private static bool IsOfSides(TensorSpec output) =>
        output.Name.Contains("dis", StringComparison.OrdinalIgnoreCase) || output.Name.Contains("reg", StringComparison.OrdinalIgnoreCase);
}
