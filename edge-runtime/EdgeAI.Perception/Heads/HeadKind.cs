namespace EdgeAI.Perception.Heads;

/// <summary>How a graph's outputs are read. Each kind has a word in a model's card, see <see cref="HeadTable"/>.</summary>
public enum HeadKind
{
    /// <summary>YOLOX: a grid without anchors, boxes and sizes relative to the cell.</summary>
    Yolox,

    /// <summary>YOLOv5: rows of box, objectness and classes, boxes in pixels.</summary>
    YoloV5,

    /// <summary>YOLOv8 and v11: columns of box and classes, boxes in pixels.</summary>
    YoloV8,

    /// <summary>NanoDet and NanoDet-Plus: distances to the sides as distributions.</summary>
    NanoDet,

    /// <summary>FastestDet: one grid at a sixteenth of the image.</summary>
    FastestDet,

    /// <summary>YuNet: faces with five landmarks.</summary>
    YuNet,

    /// <summary>A class for every pixel.</summary>
    Segmentation,

    /// <summary>A heatmap for every joint of one person.</summary>
    Keypoints,

    /// <summary>A class for the whole image.</summary>
    Classification,

    /// <summary>A class for a window of readings.</summary>
    Series,
}
