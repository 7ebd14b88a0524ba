using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>Turns a detector's raw outputs into detections. Allocates nothing; whatever the numbers, it neither throws nor answers with anything that is no number.</summary>
public interface IDetectionHead
{
    /// <summary>Landmarks of each detection, 0 for a head without.</summary>
    int LandmarksEach { get; }

    /// <summary>Reads the latest run's outputs.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="found">Is cleared and takes what was found, most certain first, in the tensor's pixels.</param>
    void Decode(ITensorOutputs outputs, DetectionList found);
}
