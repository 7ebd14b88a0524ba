namespace EdgeAI.Perception.Heads;

/// <summary>What a segmentation says of one class: how much of the image it has, and where.</summary>
/// <param name="ClassIndex">The class, a place in the model's list.</param>
/// <param name="Share">Its share of the map's pixels, 0 to 1.</param>
/// <param name="Score">The mean probability of the class over its pixels, 0 to 1.</param>
/// <param name="Left">The left edge of the box around all its pixels, in the tensor's pixels.</param>
/// <param name="Top">The box's top edge.</param>
/// <param name="Right">The box's right edge.</param>
/// <param name="Bottom">The box's bottom edge.</param>
public readonly record struct ClassRegion(int ClassIndex, float Share, float Score, float Left, float Top, float Right, float Bottom);
