namespace EdgeAI.Perception.Images;

/// <summary>What a model wants an image to be: how it is fitted, sampled, ordered and scaled. A value is (pixel - mean) * scale.</summary>
public sealed record ImageTensorOptions
{
    /// <summary>Columns of the tensor, 1 or more.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the tensor, 1 or more.</summary>
    public required int Height { get; init; }

    /// <summary>How the image is fitted.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Stretch;

    /// <summary>Whether pixels are averaged over what they cover when an image shrinks (INTER_AREA) instead of interpolated between four (INTER_LINEAR).</summary>
    public bool AveragesArea { get; init; }

    /// <summary>The order of colours in the tensor.</summary>
    public ImageColours Colours { get; init; } = ImageColours.Bgr;

    /// <summary>Whether each colour is a plane (1 x C x H x W) instead of each pixel its colours (1 x H x W x C).</summary>
    public bool IsPlanar { get; init; } = true;

    /// <summary>What is subtracted from each colour, in the tensor's order, 0 to 255.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>What each colour is then multiplied by, in the tensor's order.</summary>
    public IReadOnlyList<float> Scale { get; init; } = [1, 1, 1];

    /// <summary>The brightness of padding, 0 to 255, before mean and scale.</summary>
    public byte Padding { get; init; } = 114;

    /// <summary>
    /// Whether the colours of YUYV, NV12 and I420 are converted after pixels are interpolated instead of before: fewer
    /// conversions, but another result where a colour is at the edge of what a screen shows (IMAGES.md has the error).
    /// </summary>
    public bool ConvertsColoursLast { get; init; }

    /// <summary>One line for the first option outside its range; empty where there is none.</summary>
    public string Problem()
    {
        int colours = Colours == ImageColours.Grey ? 1 : 3;
        return Width is < 1 or > ImageToTensor.LargestSide ? $"width {Width} is not in 1 to {ImageToTensor.LargestSide}"
            : Height is < 1 or > ImageToTensor.LargestSide ? $"height {Height} is not in 1 to {ImageToTensor.LargestSide}"
            : !Enum.IsDefined(Fit) ? $"fit {Fit} does not exist"
            : !Enum.IsDefined(Colours) ? $"colours {Colours} do not exist"
            : Mean.Count < colours || Scale.Count < colours ? $"mean and scale need {colours} numbers, one for each colour"
            : !Mean.All(float.IsFinite) || !Scale.All(float.IsFinite) ? "mean and scale must be finite numbers"
            : "";
    }
}
