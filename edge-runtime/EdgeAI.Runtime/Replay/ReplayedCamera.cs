using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Replay;

/// <summary>Where a recorded camera's images go in a replay.</summary>
/// <param name="Topic">The camera's topic in the recording.</param>
/// <param name="Stream">The camera's stream on the robot.</param>
/// <param name="Image">Holds one image, large enough for the camera's; null where it gives compressed ones.</param>
/// <param name="Images">Takes them.</param>
/// <param name="Compressed">Holds one compressed image; null where it gives raw ones.</param>
/// <param name="CompressedImages">Takes them.</param>
public sealed record ReplayedCamera(
    string Topic,
    StreamId Stream,
    CameraImage? Image,
    ISampleConsumer<CameraImage>? Images,
    CompressedImage? Compressed,
    ISampleConsumer<CompressedImage>? CompressedImages);
