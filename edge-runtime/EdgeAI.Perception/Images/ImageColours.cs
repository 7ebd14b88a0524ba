namespace EdgeAI.Perception.Images;

/// <summary>Which colours a tensor has, in which order.</summary>
public enum ImageColours
{
    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Brightness alone.</summary>
    Grey,
}
