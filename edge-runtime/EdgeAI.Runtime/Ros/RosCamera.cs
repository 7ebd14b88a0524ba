using EdgeAI.Runtime.Cameras;

namespace EdgeAI.Runtime.Ros;

/// <summary>What of a camera's stream leaves the robot.</summary>
/// <param name="IsCompressed">Whether images leave as the camera compressed them, instead of as pixels.</param>
/// <param name="Information">What is known of the lens; null for nothing.</param>
public sealed record RosCamera(bool IsCompressed, CameraInformation? Information);
