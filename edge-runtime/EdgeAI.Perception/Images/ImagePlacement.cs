namespace EdgeAI.Perception.Images;

/// <summary>Where an image lies in a tensor: from a place in the tensor to the one in the image, both in pixels from the top left corner of the top left pixel.</summary>
/// <param name="ScaleX">Image pixels for one of the tensor, along x.</param>
/// <param name="ScaleY">Image pixels for one of the tensor, along y.</param>
/// <param name="OffsetX">The image's x at the tensor's left edge.</param>
/// <param name="OffsetY">The image's y at the tensor's top edge.</param>
public readonly record struct ImagePlacement(float ScaleX, float ScaleY, float OffsetX, float OffsetY)
{
    /// <summary>The image's x for a tensor's.</summary>
    public float ToImageX(float x) => (x * ScaleX) + OffsetX;

    /// <summary>The image's y for a tensor's.</summary>
    public float ToImageY(float y) => (y * ScaleY) + OffsetY;
}
