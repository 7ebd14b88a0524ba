namespace EdgeAI.Perception.Heads;

/// <summary>Every head: its word in a card, what it needs of a graph, its defaults, and how it is made.</summary>
public static class HeadTable
{
    private static readonly HeadRow[] Rows =
    [
        new(HeadKind.Yolox, "yolox", "one output [1, cells of the grids, 5 + classes]", 0.3f, 0.45f, HeadFits.UsualStrides, HeadFits.Yolox, HeadFits.Yolox, static setting => new YoloxHead(setting)),
        new(HeadKind.YoloV5, "yolov5", "one output [1, boxes, 5 + classes]", 0.25f, 0.45f, HeadFits.UsualStrides, HeadFits.YoloV5, HeadFits.IsYoloV5, static setting => new YoloV5Head(setting)),
        new(HeadKind.YoloV8, "yolov8", "one output [1, 4 + classes, boxes]", 0.25f, 0.7f, HeadFits.UsualStrides, HeadFits.YoloV8, HeadFits.IsYoloV8, static setting => new YoloV8Head(setting)),
        new(HeadKind.NanoDet, "nanodet", "one output [1, cells of the grids, classes + 4 x bins], or two for each grid", 0.35f, 0.6f, HeadFits.UsualStrides, HeadFits.NanoDet, HeadFits.NanoDet, static setting => new NanoDetHead(setting)),
        new(HeadKind.FastestDet, "fastestdet", "one output [1, 5 + classes, rows, columns]", 0.65f, 0.45f, HeadFits.UsualStrides, HeadFits.FastestDet, HeadFits.IsFastestDet, static setting => new FastestDetHead(setting)),
        new(HeadKind.YuNet, "yunet", "outputs cls_N, obj_N, bbox_N and kps_N for each stride N", 0.9f, 0.3f, HeadFits.UsualStrides, HeadFits.YuNet, HeadFits.YuNet, static setting => new YuNetHead(setting)),
        new(HeadKind.Segmentation, "segmentation", "one output [1, at most 255 classes, rows, columns], or a class map [1, rows, columns] of whole numbers", 0.5f, 1, HeadFits.UsualStrides, HeadFits.Segmentation, HeadFits.MayBeSegmentation, static setting => new SegmentationHead(setting)),
        new(HeadKind.Keypoints, "keypoints", "one output [1, joints, rows, columns]", 0.3f, 1, HeadFits.UsualStrides, HeadFits.Keypoints, HeadFits.MayBeKeypoints, static setting => new KeypointHead(setting)),
        new(HeadKind.Classification, "classification", "one output [1, classes]", 0, 1, HeadFits.UsualStrides, HeadFits.Classification, HeadFits.Classification, static setting => new ClassificationHead(setting)),
        new(HeadKind.Series, "series", "an input that is no colour image, and one output [1, classes] or [1, steps, classes]", 0, 1, HeadFits.UsualStrides, HeadFits.Series, HeadFits.IsSeries, static setting => new ClassificationHead(setting)),
    ];

    /// <summary>The words that a card's "head" may be.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Rows.Select(static row => row.Word)];

    /// <summary>The head's word in a card.</summary>
    public static string WordOf(HeadKind kind) => RowOf(kind).Word;

    /// <summary>The head of a word; false where there is none.</summary>
    /// <param name="word">The word.</param>
    /// <param name="kind">Its head.</param>
    public static bool TryParse(string word, out HeadKind kind)
    {
        HeadRow? row = Array.Find(Rows, candidate => candidate.Word == word);
        kind = row?.Kind ?? default;
        return row is not null;
    }

    /// <summary>Which head a graph's own inputs and outputs call for.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">What the card says; a number of classes rules heads out.</param>
    public static HeadRecognition Recognise(GraphShape graph, HeadOptions options)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        HeadRow[] recognised = Array.FindAll(Rows, row => row.IsRecognised(graph, options));
        if (recognised.Length == 1)
        {
            return new HeadRecognition(HeadVerdict.Recognised, recognised[0].Kind, "");
        }

        bool isAmbiguous = recognised.Length > 1;
        string[] words = [.. (isAmbiguous ? recognised : Array.FindAll(Rows, row => row.Fits(graph, options))).Select(static row => $"\"{row.Word}\"")];
        string classes = options.ClassCount > 0 ? $" and {options.ClassCount} classes" : "";
        string outputs = $"inputs {graph.InputsInWords}, outputs {graph.OutputsInWords}{classes}";
        return isAmbiguous
            ? new HeadRecognition(HeadVerdict.Ambiguous, default, $"{outputs}: more than one head has these: write \"head\": {string.Join(" or ", words)} into the card")
            : new HeadRecognition(
                HeadVerdict.Unknown,
                default,
                words.Length > 0
                    ? $"{outputs}: no head is known by these; \"head\": {string.Join(" or ", words)} in the card could read them"
                    : $"{outputs}: no head reads these: export the model as edge-runtime/DETECTORS.md shows");
    }

    /// <summary>Makes a head for a graph.</summary>
    /// <param name="kind">The head.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="options">What the card says of it.</param>
    /// <param name="head">The head, or null.</param>
    /// <param name="problem">One line with what the head needs and the graph has; empty on success.</param>
    public static bool TryMake(HeadKind kind, GraphShape graph, HeadOptions options, out IDetectionHead? head, out string problem)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        HeadRow row = RowOf(kind);
        bool fits = row.Fits(graph, options);
        string classes = options.ClassCount > 0 ? $" and the card names {options.ClassCount} classes" : "";
        problem = fits ? "" : $"head {row.Word} needs {row.Needs}; the graph has inputs {graph.InputsInWords}, outputs {graph.OutputsInWords}{classes}: name another head, or export the model as edge-runtime/DETECTORS.md shows";
        head = fits
            ? row.Make(new HeadSetting(graph, options, options.ScoreThreshold ?? row.ScoreThreshold, options.OverlapThreshold ?? row.OverlapThreshold, options.Strides ?? row.Strides))
            : null;
        return fits;
    }

    private static HeadRow RowOf(HeadKind kind) => Array.Find(Rows, row => row.Kind == kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no head");
}
