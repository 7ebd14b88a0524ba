using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Messages;

/// <summary>
/// An image as a camera gives it, after sensor_msgs/Image. A message like any other inside the robot; no frame of the wire carries it.
/// Allocated once and refilled. Its frame is the camera's optical one (REP-103: x right, y down, z forward; its name ends in _optical).
/// </summary>
/// <param name="capacity">The most bytes that it will hold, 1 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
public sealed class CameraImage(int capacity) : Message
{
    /// <summary>The rows from the top, the first <see cref="Length"/> bytes of it; allocated once.</summary>
    public byte[] Data { get; } = new byte[ImageRoom.Checked(capacity)];

    /// <summary>Pixels in a row.</summary>
    public int Width { get; set; }

    /// <summary>Rows.</summary>
    public int Height { get; set; }

    /// <summary>Bytes from one row to the next, padding included; with nv12 those of a row of the luma plane.</summary>
    public int Step { get; set; }

    /// <summary>How many bytes of <see cref="Data"/> are the image: Step * Height, with nv12 and i420 half as many again.</summary>
    public int Length { get; set; }

    /// <summary>What a pixel is, as sensor_msgs/image_encodings.hpp names it: rgb8, bgr8, mono8, mono16, yuv422_yuy2, nv12.</summary>
    public string Encoding { get; set; } = "";

    /// <summary>None that a frame could have.</summary>
    public override MessageType Type => RobotOnly.Type;

    /// <summary>Takes over an image without allocating.</summary>
    /// <param name="other">A <see cref="CameraImage"/> that fits: its length is at most this one's capacity.</param>
    /// <exception cref="ArgumentException">The image does not fit.</exception>
    public override void CopyFrom(Message other)
    {
        CameraImage source = (CameraImage)other;
        ImageRoom.Copy(source.Data, source.Length, Data);
        CopyHeaderFrom(source);
        Width = source.Width;
        Height = source.Height;
        Step = source.Step;
        Length = source.Length;
        Encoding = source.Encoding;
    }
}
