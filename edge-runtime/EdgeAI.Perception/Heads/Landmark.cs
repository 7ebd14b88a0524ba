namespace EdgeAI.Perception.Heads;

/// <summary>One point of something found, such as an eye or an elbow, in pixels from the top left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
/// <param name="Score">How sure the model is of it, 0 to 1; 1 where the model does not say.</param>
public readonly record struct Landmark(float X, float Y, float Score);
