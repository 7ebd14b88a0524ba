using EdgeAI.Perception.Images;

namespace EdgeAI.Perception.Heads;

/// <summary>What image each head's models were trained on, so that a card need not say it.</summary>
public static class HeadImages
{
    private const float FullScale = 255;

    /// <summary>Mean and standard deviation of ImageNet, red, green, blue, as torchvision normalises.</summary>
    private static readonly float[] ImageNetMean = [0.485f * FullScale, 0.456f * FullScale, 0.406f * FullScale];
    private static readonly float[] ImageNetScale = [1 / (0.229f * FullScale), 1 / (0.224f * FullScale), 1 / (0.225f * FullScale)];

    /// <summary>NanoDet's config files (data, pipeline, normalize), blue, green, red.</summary>
    private static readonly float[] NanoDetMean = [103.53f, 116.28f, 123.675f];
    private static readonly float[] NanoDetScale = [1 / 57.375f, 1 / 57.12f, 1 / 58.395f];

    /// <summary>The image that a head's models take, of the graph's size and colours.</summary>
    /// <param name="kind">The head.</param>
    /// <param name="graph">A graph that takes one image.</param>
    /// <exception cref="ArgumentException">The graph takes no image.</exception>
    public static ImageTensorOptions DefaultsOf(HeadKind kind, GraphShape graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!graph.IsImage)
        {
            throw new ArgumentException("the graph takes no image", nameof(graph));
        }

        ImageTensorOptions options = kind switch
        {
            HeadKind.Yolox => Plain(graph, ImageFit.LetterboxTopLeft, ImageColours.Bgr, 1, 114),
            HeadKind.YuNet => Plain(graph, ImageFit.LetterboxTopLeft, ImageColours.Bgr, 1, 0),
            HeadKind.YoloV5 or HeadKind.YoloV8 => Plain(graph, ImageFit.LetterboxCentre, ImageColours.Rgb, 1 / FullScale, 114),
            HeadKind.FastestDet => Plain(graph, ImageFit.Stretch, ImageColours.Bgr, 1 / FullScale, 114),
            HeadKind.NanoDet => Plain(graph, ImageFit.Stretch, ImageColours.Bgr, 1, 114) with { Mean = NanoDetMean, Scale = NanoDetScale },
            HeadKind.Classification => Plain(graph, ImageFit.Crop, ImageColours.Rgb, 1, 114) with { Mean = ImageNetMean, Scale = ImageNetScale },
            HeadKind.Keypoints => Plain(graph, ImageFit.LetterboxCentre, ImageColours.Rgb, 1, 0) with { Mean = ImageNetMean, Scale = ImageNetScale },
            _ => Plain(graph, ImageFit.Stretch, ImageColours.Rgb, 1, 114) with { Mean = ImageNetMean, Scale = ImageNetScale },
        };
        return graph.Channels == 1
            ? options with { Colours = ImageColours.Grey, Mean = [options.Mean.Average()], Scale = [options.Scale.Average()] }
            : options;
    }

    private static ImageTensorOptions Plain(GraphShape graph, ImageFit fit, ImageColours colours, float scale, byte padding) => new()
    {
        Width = graph.Width,
        Height = graph.Height,
        IsPlanar = graph.IsPlanar,
        Fit = fit,
        Colours = colours,
        Mean = [0, 0, 0],
        Scale = [scale, scale, scale],
        Padding = padding,
    };
}
