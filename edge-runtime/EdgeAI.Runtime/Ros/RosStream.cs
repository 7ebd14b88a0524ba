using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros;

/// <summary>What of a stream's messages no frame says and the profile, a model's card or the board's hello does.</summary>
/// <param name="name">The stream's name in the profile, such as head/thermal.</param>
/// <param name="types">What its messages are: first its readings or decisions, then what else is said on it, such as faults.</param>
/// <param name="frameId">The coordinate frame (REP-105, REP-120) of its values.</param>
/// <param name="names">Names by index: of the classes of a decision, of joints; empty where there are none.</param>
/// <param name="camera">What leaves of a camera; null where the stream is none.</param>
public sealed class RosStream(string name, IReadOnlyList<MessageType> types, string frameId, IReadOnlyList<string> names, RosCamera? camera = null)
{
    // 95 of 100 values of a normal distribution lie within this many standard deviations.
    private const double NormalQuantile = 1.959964;

    /// <summary>The stream's name in the profile.</summary>
    public string Name { get; } = name;

    /// <summary>What its messages are: first its readings or decisions, then what else is said on it.</summary>
    public IReadOnlyList<MessageType> Types { get; } = types;

    /// <summary>The coordinate frame of its values.</summary>
    public string FrameId { get; } = frameId;

    /// <summary>Names by index: classes, joints.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>What leaves of a camera; null where the stream is none.</summary>
    public RosCamera? Camera { get; } = camera;

    /// <summary>The variance of a reading, in its unit squared; 0 where not known, as ROS says it.</summary>
    public double Variance { get; private set; }

    /// <summary>Takes over what a board's hello says: the half-width of the interval that holds the true value in 95 of 100 cases, in the reading's unit.</summary>
    public void Describe(double halfWidth) => Variance = halfWidth / NormalQuantile * (halfWidth / NormalQuantile);

    /// <summary>The name at an index; empty where there is none.</summary>
    public string NameAt(int index) => index < Names.Count ? Names[index] : "";
}
