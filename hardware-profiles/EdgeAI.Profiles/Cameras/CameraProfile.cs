using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Queues;

namespace EdgeAI.Profiles.Cameras;

/// <summary>A camera of the robot itself: its images are a stream of board 0.</summary>
public sealed record CameraProfile
{
    /// <summary>The number of the images' stream on board 0, 1 to 254, which no stage has.</summary>
    public required int Stream { get; init; }

    /// <summary>The name of the images' stream, unique on the robot.</summary>
    public required string Name { get; init; }

    /// <summary>Where images come from.</summary>
    public required CameraSource Source { get; init; }

    /// <summary>The device node of <see cref="CameraSource.V4l2"/>, the folder of <see cref="CameraSource.Files"/>; null for a test pattern.</summary>
    public string? Path { get; init; }

    /// <summary>Pixels in a row, 16 to 7680, even.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, 16 to 4320, even.</summary>
    public required int Height { get; init; }

    /// <summary>Images a second, 0.1 to 240.</summary>
    public required double RateHz { get; init; }

    /// <summary>What is asked of the device, for <see cref="CameraSource.V4l2"/>; null for the others.</summary>
    public CameraFormat? Format { get; init; }

    /// <summary>Whether a folder begins anew after its last file, for <see cref="CameraSource.Files"/>; null for the others, and for true.</summary>
    public bool? Loop { get; init; }

    /// <summary>The camera's optical frame (REP-103: x right, y down, z forward), whose name ends in _optical.</summary>
    public required string Frame { get; init; }

    /// <summary>Where that frame sits; null where another sensor states it.</summary>
    public MountProfile? Mount { get; init; }

    /// <summary>The queue between the camera and each thread that takes its images.</summary>
    public required QueueProfile Queue { get; init; }

    /// <summary>The graph thread of the stages that take the images and name none of their own; null for the first.</summary>
    public string? Thread { get; init; }

    /// <summary>What is known of the lens; null for nothing.</summary>
    public LensProfile? Information { get; init; }

    /// <summary>In which form images may leave the robot's process, into recordings and live views.</summary>
    public required ImagesLeaving Images { get; init; }

    /// <summary>Whether the images come compressed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsCompressed => Source == CameraSource.Files || Format == CameraFormat.Mjpeg;
}
