using System.Text.Json.Serialization;
using EdgeAI.Perception.Images;

namespace EdgeAI.Perception.Models;

/// <summary>A card's words on how an image becomes the model's input; what is left out is as the model's head has it. A value is (pixel - mean) * scale.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed class ModelImage
{
    /// <summary>How the image is fitted.</summary>
    [JsonConverter(typeof(WordJson<ImageFit>))]
    public ImageFit? Fit { get; init; }

    /// <summary>The order of colours in the tensor.</summary>
    [JsonConverter(typeof(WordJson<ImageColours>))]
    public ImageColours? Colours { get; init; }

    /// <summary>What is subtracted from each colour, 0 to 255: one number for all, or one for each in the tensor's order.</summary>
    [JsonConverter(typeof(ColourValuesJson))]
    public float[]? Mean { get; init; }

    /// <summary>What each colour is then multiplied by: one number for all, or one for each in the tensor's order.</summary>
    [JsonConverter(typeof(ColourValuesJson))]
    public float[]? Scale { get; init; }

    /// <summary>The brightness of padding, 0 to 255, before mean and scale.</summary>
    public byte? Padding { get; init; }

    /// <summary>Whether pixels are averaged over what they cover when an image shrinks.</summary>
    public bool? AveragesArea { get; init; }

    /// <summary>Whether each colour is a plane (1 x C x H x W) instead of each pixel its colours (1 x H x W x C); null: as the graph's input shows.</summary>
    public bool? IsPlanar { get; init; }

    /// <summary>A head's own way with what this says in its place.</summary>
    /// <param name="ofHead">The head's way, with the width and height that the graph takes.</param>
    public ImageTensorOptions Over(ImageTensorOptions ofHead)
    {
        ArgumentNullException.ThrowIfNull(ofHead);
        ImageColours colours = Colours ?? ofHead.Colours;
        return ofHead with
        {
            Fit = Fit ?? ofHead.Fit,
            Colours = colours,
            Mean = ForEach(Mean, colours) ?? ofHead.Mean,
            Scale = ForEach(Scale, colours) ?? ofHead.Scale,
            Padding = Padding ?? ofHead.Padding,
            AveragesArea = AveragesArea ?? ofHead.AveragesArea,
            IsPlanar = IsPlanar ?? ofHead.IsPlanar,
        };
    }

    /// <summary>What contradicts itself here, with its place; null where nothing does.</summary>
    internal string? Fault() =>
        FaultOf("mean", Mean, static value => value is >= 0 and <= 255, "from 0 to 255") ?? FaultOf("scale", Scale, static value => float.IsFinite(value) && value != 0, "other than 0");

    private string? FaultOf(string name, float[]? values, Func<float, bool> isGood, string range)
    {
        if (values is null)
        {
            return null;
        }

        int colours = Colours == ImageColours.Grey ? 1 : 3;
        bool fits = values.Length == 1 || values.Length == colours || (Colours is null && values.Length is 1 or 3);
        return fits && values.All(isGood) ? null : $"$.image.{name}: is neither one number {range} nor a list of {colours} of them, one for each colour";
    }

    private static float[]? ForEach(float[]? values, ImageColours colours)
    {
        int count = colours == ImageColours.Grey ? 1 : 3;
        return values is { Length: 1 } && count > 1 ? [.. Enumerable.Repeat(values[0], count)] : values;
    }
}
