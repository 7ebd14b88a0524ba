namespace EdgeAI.Perception.Images;

/// <summary>Why an image is not read.</summary>
public enum ImageRefusal
{
    /// <summary>It is read.</summary>
    None,

    /// <summary>Its encoding's name is none of rgb8, bgr8, mono8, yuv422_yuy2, nv12, i420: let the camera deliver one of them.</summary>
    UnknownEncoding,

    /// <summary>It has no pixel, or more than <see cref="ImageToTensor.LargestSide"/> of them along a side.</summary>
    SizeOutOfRange,

    /// <summary>Its width, or with nv12 and i420 its height, is odd although two pixels share their colour.</summary>
    OddSize,

    /// <summary>A row has more bytes than the step from one row to the next, or the step of i420 is odd.</summary>
    StepTooSmall,

    /// <summary>It has fewer bytes than its rows need: it was cut short on its way.</summary>
    TooShort,

    /// <summary>It is not of the width, height and format that its reader was made for.</summary>
    OtherGeometry,
}
