namespace EdgeAI.Perception.Heads;

/// <summary>One thing found: its box in pixels from the top left corner, x to the right, y down.</summary>
/// <param name="Left">The box's left edge.</param>
/// <param name="Top">The box's top edge.</param>
/// <param name="Right">The box's right edge.</param>
/// <param name="Bottom">The box's bottom edge.</param>
/// <param name="Score">How sure the model is, 0 to 1.</param>
/// <param name="ClassIndex">The class, a place in the model's list.</param>
public readonly record struct Detection(float Left, float Top, float Right, float Bottom, float Score, int ClassIndex);
