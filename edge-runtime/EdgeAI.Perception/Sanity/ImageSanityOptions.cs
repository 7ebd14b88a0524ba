namespace EdgeAI.Perception.Sanity;

/// <summary>From when on an image says nothing. Brightness is on the full range, 0 to 255.</summary>
public sealed record ImageSanityOptions
{
    /// <summary>A pixel at or below this brightness is dark, 0 to 255.</summary>
    public int DarkLevel { get; init; } = 20;

    /// <summary>An image of which this share of the pixels is dark says nothing, above 0, at most 1.</summary>
    public double DarkShare { get; init; } = 0.95;

    /// <summary>A pixel at or above this brightness is blown out, 0 to 255.</summary>
    public int BrightLevel { get; init; } = 250;

    /// <summary>An image of which this share of the pixels is blown out says nothing, above 0, at most 1.</summary>
    public double BrightShare { get; init; } = 0.5;

    /// <summary>An image whose brightness has a smaller standard deviation than this is uniform.</summary>
    public double LeastContrast { get; init; } = 3;

    /// <summary>
    /// An image is blurred where its brightness bends less than this: the mean square of the Laplacian over the variance, no unit. Of the frames
    /// that the tests read, sharp ones have 0.05 and more, the same under a Gaussian blur of 4 pixels less than 0.003.
    /// </summary>
    public double LeastSharpness { get; init; } = 0.01;

    /// <summary>So many equal images in a row, 2 or more, are a frozen camera: a real sensor's noise never repeats.</summary>
    public int FrozenImages { get; init; } = 5;
}
