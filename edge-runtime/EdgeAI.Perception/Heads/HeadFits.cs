using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>Which heads can read a graph: what its outputs must be for each, and when that can be nothing else.</summary>
internal static class HeadFits
{
    private const int MostMapClasses = 255;

    /// <summary>The strides of YOLO-like detectors and of YuNet.</summary>
    public static readonly int[] UsualStrides = [8, 16, 32];

    private static readonly int[] WithLargest = [8, 16, 32, 64];

    /// <summary>One image in, one row for each cell of the grids out.</summary>
    public static bool Yolox(GraphShape graph, HeadOptions options) =>
        Rows(graph, options, 5, out int rows) && rows == GridLevel.CellsOf(options.Strides ?? UsualStrides, graph.Width, graph.Height);

    /// <summary>One image in, rows of box, objectness and classes out.</summary>
    public static bool YoloV5(GraphShape graph, HeadOptions options) => Rows(graph, options, 5, out _);

    /// <summary>As many rows as three anchors have in each cell of three or four grids.</summary>
    public static bool IsYoloV5(GraphShape graph, HeadOptions options) =>
        Rows(graph, options, 5, out int rows)
        && (rows == 3 * GridLevel.CellsOf(UsualStrides, graph.Width, graph.Height) || rows == 3 * GridLevel.CellsOf(WithLargest, graph.Width, graph.Height));

    /// <summary>One image in, columns of box and classes out.</summary>
    public static bool YoloV8(GraphShape graph, HeadOptions options) =>
        graph.IsImage && graph.Outputs is [{ Shape: [1, >= 5 and var rows, > 0] }] && HasClasses(rows - 4, options);

    /// <summary>As many columns as three grids have cells.</summary>
    public static bool IsYoloV8(GraphShape graph, HeadOptions options) =>
        YoloV8(graph, options) && graph.Outputs[0].Shape[2] == GridLevel.CellsOf(UsualStrides, graph.Width, graph.Height);

    /// <summary>One of NanoDet's two layouts.</summary>
    public static bool NanoDet(GraphShape graph, HeadOptions options) => NanoDetShape.Of(graph, options) is not null;

    /// <summary>One image in, planes of objectness, box and classes over one grid out.</summary>
    public static bool FastestDet(GraphShape graph, HeadOptions options) =>
        graph.IsImage && graph.Outputs is [{ Shape: [1, >= 6 and var planes, > 0, > 0] }] && HasClasses(planes - 5, options);

    /// <summary>That grid at a sixteenth of the image.</summary>
    public static bool IsFastestDet(GraphShape graph, HeadOptions options) => FastestDet(graph, options) && ScaleOf(graph) == 16;

    /// <summary>YuNet's outputs by name.</summary>
    public static bool YuNet(GraphShape graph, HeadOptions options) =>
        graph.IsImage && HasClasses(1, options) && YuNetShape.OutputsOf(graph, options.Strides ?? UsualStrides) is not null;

    /// <summary>One image in, planes of classes or a finished map out.</summary>
    public static bool Segmentation(GraphShape graph, HeadOptions options) =>
        graph.IsImage && graph.Outputs is [var output]
        && (IsClassMap(output) || (output.Shape is [1, > 0 and <= MostMapClasses and var planes, > 0, > 0] && HasClasses(planes, options)));

    /// <summary>A finished map, or planes at the whole, a half, a quarter or an eighth of the image's size; the last two are also those of heatmaps.</summary>
    public static bool MayBeSegmentation(GraphShape graph, HeadOptions options) =>
        Segmentation(graph, options) && (IsClassMap(graph.Outputs[0]) || ScaleOf(graph) is 1 or 2 or 4 or 8);

    /// <summary>One image in, a plane for each joint out.</summary>
    public static bool Keypoints(GraphShape graph, HeadOptions options) =>
        graph.IsImage && graph.Outputs is [{ Shape: [1, > 0, > 0, > 0], Element: TensorElement.Float32 or TensorElement.Float16 }] && options.ClassCount <= 1;

    /// <summary>Planes at a quarter or an eighth of the image, as pose models have them.</summary>
    public static bool MayBeKeypoints(GraphShape graph, HeadOptions options) => Keypoints(graph, options) && ScaleOf(graph) is 4 or 8 && graph.Outputs[0].Shape[1] > 1;

    /// <summary>One image in, one number for each class out.</summary>
    public static bool Classification(GraphShape graph, HeadOptions options) =>
        graph.IsImage && graph.Outputs is [{ Shape: [1, > 1] or [1, > 1, 1, 1] }] && HasClasses(graph.Outputs[0].Shape[1], options);

    /// <summary>Readings in, one number for each class out, or for each class at each step; 1 x 1 x steps x channels is a grey image's shape, too.</summary>
    public static bool Series(GraphShape graph, HeadOptions options) =>
        graph.Channels <= 1 && graph.Inputs.Count == 1 && graph.Outputs is [{ Shape: [1, > 1] or [1, > 0, > 1] }] && HasClasses(graph.Outputs[0].Shape[^1], options);

    /// <summary>Readings that cannot be an image.</summary>
    public static bool IsSeries(GraphShape graph, HeadOptions options) => !graph.IsImage && Series(graph, options);

    /// <summary>Whether an output says a class for every pixel already.</summary>
    public static bool IsClassMap(TensorSpec output) =>
        output.Element is TensorElement.Int32 or TensorElement.Int64 or TensorElement.UInt8 && output.Shape is [1, > 0, > 0] or [1, 1, > 0, > 0];

    private static bool Rows(GraphShape graph, HeadOptions options, int before, out int rows)
    {
        rows = 0;
        bool fits = graph.IsImage && graph.Outputs is [{ Shape: [1, > 0, var row] }] && row > before && HasClasses(row - before, options);
        rows = fits ? graph.Outputs[0].Shape[1] : 0;
        return fits;
    }

    private static bool HasClasses(int classes, HeadOptions options) => options.ClassCount == 0 || options.ClassCount == classes;

    /// <summary>Pixels of the image for one of the output's planes; 0 where that is no whole number or differs both ways.</summary>
    private static int ScaleOf(GraphShape graph)
    {
        IReadOnlyList<int> shape = graph.Outputs[0].Shape;
        int scale = graph.Width / shape[3];
        return scale * shape[3] == graph.Width && scale * shape[2] == graph.Height ? scale : 0;
    }
}
