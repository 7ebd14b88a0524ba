namespace EdgeAI.Profiles.Cameras;

/// <summary>What a calibration found of a camera, in pixels of its images, after sensor_msgs/CameraInfo.</summary>
public sealed record LensProfile
{
    /// <summary>The focal length along x, in pixels.</summary>
    public required double Fx { get; init; }

    /// <summary>The focal length along y, in pixels.</summary>
    public required double Fy { get; init; }

    /// <summary>The principal point's x, in pixels.</summary>
    public required double Cx { get; init; }

    /// <summary>The principal point's y, in pixels.</summary>
    public required double Cy { get; init; }

    /// <summary>How the lens bends straight lines.</summary>
    public required DistortionModel DistortionModel { get; init; }

    /// <summary>The model's coefficients, in ROS's order; empty for a lens that bends none.</summary>
    public required IReadOnlyList<double> Distortion { get; init; }
}
