namespace EdgeAI.Runtime.Cameras;

/// <summary>What a calibration found of a camera, in pixels of its images, after sensor_msgs/CameraInfo.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Fx">The focal length along x.</param>
/// <param name="Fy">The focal length along y.</param>
/// <param name="Cx">The principal point's x.</param>
/// <param name="Cy">The principal point's y.</param>
/// <param name="DistortionModel">How the lens bends straight lines, by ROS's name, such as plumb_bob.</param>
/// <param name="Distortion">Its coefficients, in ROS's order.</param>
public sealed record CameraInformation(int Width, int Height, double Fx, double Fy, double Cx, double Cy, string DistortionModel, IReadOnlyList<double> Distortion);
