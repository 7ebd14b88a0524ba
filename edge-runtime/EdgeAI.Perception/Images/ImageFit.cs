namespace EdgeAI.Perception.Images;

/// <summary>How an image of one shape becomes one of another.</summary>
public enum ImageFit
{
    /// <summary>As large as fits with its proportions kept, in the top left corner; the rest is padding (YOLOX).</summary>
    LetterboxTopLeft,

    /// <summary>As large as fits with its proportions kept, in the middle; the rest is padding (YOLOv5, v8, v11).</summary>
    LetterboxCentre,

    /// <summary>Stretched to the shape, proportions lost (FastestDet, NanoDet).</summary>
    Stretch,

    /// <summary>The largest part of the shape from the middle; what sticks out is lost (classifiers).</summary>
    Crop,
}
