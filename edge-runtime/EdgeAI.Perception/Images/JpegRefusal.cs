namespace EdgeAI.Perception.Images;

/// <summary>Why a JPEG is not decoded.</summary>
public enum JpegRefusal
{
    /// <summary>It is decoded.</summary>
    None,

    /// <summary>It does not start as a JPEG does, or has no readable header.</summary>
    NotJpeg,

    /// <summary>It ends before its last row.</summary>
    Truncated,

    /// <summary>Its data contradict themselves, or it has more scans than any honest image.</summary>
    Damaged,

    /// <summary>It says it has more pixels than there is room for, far too many of which detail is left out, or more than <see cref="ImageToTensor.LargestSide"/> along a side.</summary>
    TooLarge,

    /// <summary>It is in the colours of a printer (CMYK), or samples them in a way that the library does not know.</summary>
    UnsupportedColours,
}
